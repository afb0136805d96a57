import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { AnswerFrame, Facts, instantText, Panel, said, useAnswer } from '../../../console-kit/index.ts';
import { HistorySchema, type VersionSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { dayOf } from '../texts/days.ts';
import { productName } from './dose-words.ts';

/**
 * How it was before each change. It is asked for by the person, since looking at it is logged as well.
 *
 * @param props.stamp changes with each change of the person or a dose
 */
export function History({ personId, stamp }: { personId: string; stamp: string }) {
  const { texts } = useDesk();
  const [open, setOpen] = useState(false);
  return (
    <Panel title={texts.history.title}>
      {open ? (
        <Versions personId={personId} stamp={stamp} />
      ) : (
        <button type="button" class="quiet" onClick={() => setOpen(true)}>
          {texts.history.show}
        </button>
      )}
    </Panel>
  );
}

function Versions({ personId, stamp }: { personId: string; stamp: string }) {
  const { texts, client } = useDesk();
  const answer = useAnswer(
    `${personId} ${stamp}`,
    () => client.get(HistorySchema, `/operations/people/${encodeURIComponent(personId)}/history`),
    null,
  );
  return (
    <AnswerFrame answer={answer}>
      {({ versions }) =>
        versions.length === 0 ? (
          <p>{texts.history.none}</p>
        ) : (
          <ol class="versions">
            {versions.map((one) => (
              <Version key={`${one.of.kind} ${one.of.kind === 'dose' ? one.of.doseId : ''} ${one.version}`} one={one} />
            ))}
          </ol>
        )
      }
    </AnswerFrame>
  );
}

function Version({ one }: { one: v.InferOutput<typeof VersionSchema> }) {
  const { texts, language } = useDesk();
  const { history, words } = texts;
  const value = (field: string, was: string | number | boolean | null): string => {
    if (was === null) return texts.frame.none;
    if (typeof was === 'boolean') return was ? texts.frame.yes : texts.frame.no;
    const text = String(was);
    if (field === 'sex') return said(words.sexes, text);
    if (field === 'product') return productName(language, text);
    return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? dayOf(language, text) : text;
  };
  return (
    <li class="version">
      <p>
        <strong>
          {one.of.kind === 'person' ? history.person : history.dose} · {said(words.changes, one.change)}
        </strong>{' '}
        <span class="hint">
          {instantText(language, one.changedAt)} · {one.changedBy} · {said(words.reasons, one.reason)}
        </span>
      </p>
      <p class="hint">{history.before}</p>
      <Facts
        facts={Object.entries(one.before).map(
          ([field, was]) => [said(words.fields, field), value(field, was)] as const,
        )}
      />
    </li>
  );
}
