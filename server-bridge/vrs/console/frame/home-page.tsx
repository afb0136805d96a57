import { Badge, numberText, useAnswer } from '../../../console-kit/index.ts';
import { DetectionsSchema, LogStateSchema } from '../../console-api/operations.ts';
import type { Right } from '../../staff/rights.ts';
import { useDesk } from './desk.ts';

const TASKS: readonly {
  readonly word: string;
  readonly name: 'people' | 'doubtful' | 'imports' | 'query';
  readonly needs: Right;
}[] = [
  { word: 'people', name: 'people', needs: 'people:read' },
  { word: 'doubtful', name: 'doubtful', needs: 'records:read' },
  { word: 'imports', name: 'imports', needs: 'records:exchange' },
  { word: 'query', name: 'query', needs: 'provisions:exchange' },
];

/** Where the day begins: what this person's rights are for, and what waits for somebody. Without anything of a person. */
export function HomePage() {
  const { texts, session, language, may } = useDesk();
  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.home}</h1>
        <p class="hint">{session.municipality[language]}</p>
      </div>
      <ul class="tasks">
        {TASKS.filter(({ needs }) => may(needs)).map(({ word, name }) => (
          <li key={word}>
            <a class="task" href={`#/${word}`}>
              <strong>{texts.nav[name]}</strong>
              <span class="hint">{texts.home[name]}</span>
            </a>
          </li>
        ))}
        {may('operation-log:read') && <Waiting />}
      </ul>
      <p class="note">{texts.home.rule}</p>
    </>
  );
}

/** What the operation log's reviewer has before them. */
function Waiting() {
  const { texts, language, client } = useDesk();
  const detections = useAnswer(
    'detections',
    (background) => client.get(DetectionsSchema, '/operations/log/detections', background),
    null,
  );
  const state = useAnswer(
    'state',
    (background) => client.get(LogStateSchema, '/operations/log/state', background),
    null,
  );
  const open = detections.value?.detections.filter(({ finding }) => finding === null).length ?? null;
  const unreviewed = state.value === null ? null : state.value.entries - state.value.reviewedUpTo;
  return (
    <>
      <li>
        <a class="task" href="#/detections">
          <strong>{texts.nav.detections}</strong>
          <span class="hint">{texts.home.detections}</span>
          {open !== null && (
            <Badge kind={open === 0 ? 'good' : 'bad'} text={texts.home.open(numberText(language, open))} />
          )}
        </a>
      </li>
      <li>
        <a class="task" href="#/operation-log">
          <strong>{texts.nav.log}</strong>
          <span class="hint">{texts.home.log}</span>
          {unreviewed !== null && (
            <Badge
              kind={unreviewed === 0 ? 'good' : 'warn'}
              text={texts.home.unreviewed(numberText(language, unreviewed))}
            />
          )}
        </a>
      </li>
    </>
  );
}
