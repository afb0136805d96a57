/** What the store operator's screens say aloud. */
import { japaneseTime } from '../japanese-time.ts';
import type { OperatorScreenName } from '../screen-of.ts';
import { deviceConditions } from './device-words.ts';
import { type Spoken, tells } from './spoken-screen.ts';

export const OPERATOR_WORDS: { [N in OperatorScreenName]: Spoken<N> } = {
  'operator-code': ({ screen, texts: { operator } }) => {
    const { code } = operator;
    if (screen.lockedSeconds > 0) return tells(code.heading, code.locked(screen.lockedSeconds), code.lockedNext);
    return {
      heading: code.heading,
      words: [code.lead, ...(screen.wrong ? [code.wrong] : []), code.forgotten, code.entered(screen.digits)],
      choices: [],
      types: true,
    };
  },
  'operator-home': ({ screen, texts: { operator } }) => {
    const { home } = operator;
    const cause = screen.cause === null ? '' : ` (${home.causes[screen.cause]})`;
    return {
      heading: home.heading,
      words: [
        `${home.service[screen.service]}${cause}`,
        screen.faults.length === 0 ? home.noFaults : home.faults,
        ...(screen.owedYen === 0 ? [] : [home.owed(screen.owedYen)]),
        ...(screen.warnings.length === 0
          ? []
          : [home.warnings, ...screen.warnings.map((one) => operator.warnings[one])]),
        ...deviceConditions(screen, operator),
      ],
      choices: [
        ...screen.faults.map((fault, index) => {
          const first = index === 0 && screen.faults.length > 1 ? `${home.first}, ` : '';
          return `${first}${operator.faults[fault].name}, ${operator.faults[fault].meaning}`;
        }),
        ...screen.tasks.map((task) => operator.tasks[task]),
        home.lock,
      ],
    };
  },
  'operator-step': ({ screen, texts: { operator } }) => {
    const { title, detail } = operator.steps[screen.step];
    return {
      heading: title,
      words: [
        detail,
        ...(screen.again ? [operator.step.again] : []),
        operator.faults[screen.fault].name,
        operator.step.count(screen.number, screen.of),
      ],
      choices: [screen.number >= screen.of ? operator.step.check : operator.step.done],
    };
  },
  'operator-question': ({ screen, texts: { operator } }) => {
    const { title, detail, answers } = operator.questions[screen.question];
    return {
      heading: title,
      words: [detail, ...(screen.yen === 0 ? [] : [operator.amount(screen.yen)])],
      choices: screen.answers.map((answer) => answers?.[answer] ?? operator.answers[answer]),
    };
  },
  'operator-working': ({ screen, texts: { operator } }) => tells(operator.working[screen.task], operator.workingLead),
  'operator-readiness': ({ screen, texts: { operator } }) => {
    const { readiness } = operator;
    return {
      heading: screen.ready ? readiness.ready : readiness.notReady,
      words: [
        readiness.at(japaneseTime(screen.at)),
        screen.ready ? readiness.readyLead : readiness.notReadyLead,
        ...screen.items.map(({ item, mark }) => `${readiness.items[item]}: ${readiness.marks[mark]}`),
      ],
      choices: [readiness.close],
    };
  },
  'operator-result': ({ screen, texts: { operator } }) => {
    const { title, detail } = operator.results[screen.result];
    return {
      heading: title,
      words: [detail, operator.finishedTask[screen.task], ...(screen.yen === 0 ? [] : [operator.amount(screen.yen)])],
      choices: [operator.closeResult],
    };
  },
};
