/**
 * What stands there while nobody does: what can be had here, what to bring and which PIN, what it costs and how it is paid, when,
 * the center's notice, one large button.
 */
import type { VNode } from 'preact';
import { AttractPicture } from '../drawings/attract-picture.tsx';
import { Button } from '../parts/button.tsx';
import { Facts, FeeFact, HoursFact, NeedsFact } from '../parts/facts.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import { inLanguage, languageShown } from '../texts/in-language.ts';
import { TEXTS } from '../texts/index.ts';
import type { ViewProps } from '../view.ts';

export function AttractView({ screen, language, texts, act }: ViewProps<'attract'>): VNode {
  const { attract, kind } = texts;
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <Stage
      layout="wide-contents"
      heading={attract.heading}
      lead={attract.lead}
      drawing={<AttractPicture />}
      actions={
        <div class="start">
          <Button rank="primary" onPress={() => act({ type: 'start' })}>
            {attract.start}
            <span class="start-other" lang={other}>
              {TEXTS[other].attract.start}
            </span>
          </Button>
        </div>
      }
    >
      {screen.notice === null ? null : (
        <Notice tone="information">
          <strong>{attract.notice}</strong>{' '}
          <span lang={languageShown(screen.notice, language)}>{inLanguage(screen.notice, language)}</span>
        </Notice>
      )}
      <Facts>
        <dt>{attract.offers}</dt>
        <dd>
          {screen.kinds.map((one) => (
            <span class="fact" key={one}>
              {kind.kinds[one].name}
            </span>
          ))}
        </dd>
        <NeedsFact texts={texts} />
        <FeeFact priceYen={screen.priceYen} means={screen.means} texts={texts} />
        <HoursFact hours={screen.hours} texts={texts} />
      </Facts>
    </Stage>
  );
}
