/** What stands there while nobody does: what the machine is for, what to bring, one large button. In both languages. */
import type { VNode } from 'preact';
import { AttractPicture } from '../drawings/attract-picture.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import { inLanguage } from '../texts/in-language.ts';
import { TEXTS } from '../texts/index.ts';
import type { ViewProps } from '../view.ts';

export function AttractView({ screen, language, texts, act }: ViewProps<'attract'>): VNode {
  const { attract } = texts;
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <Stage
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
          <strong>{attract.notice}</strong> {inLanguage(screen.notice, language)}
        </Notice>
      )}
      <section class="needs" aria-label={attract.needs}>
        <h2 class="small-heading">{attract.needs}</h2>
        <ul>
          <li>{attract.needCard}</li>
          <li>{attract.needPin}</li>
          <li>{attract.needCoins(screen.priceYen)}</li>
        </ul>
        <p>{attract.hours(screen.hours.from, screen.hours.to)}</p>
      </section>
    </Stage>
  );
}
