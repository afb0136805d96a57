import {
  AnswerFrame,
  addressOf,
  Badge,
  instantText,
  numberText,
  Panel,
  said,
  Table,
  useAnswer,
} from '../../../console-kit/index.ts';
import { type Collection, CollectionsSchema } from '../../console-api/orders.ts';
import { useDesk } from '../frame/desk.ts';

const EVERY_MS = 10_000;
const KINDS = { nothing: 'plain', part: 'warn', all: 'good' } as const;
/** The word of its page in the address. */
const PAGES = { 'collect-diagnostics': 'diagnostics', 'collect-event-log': 'event-log' } as const;

/** Diagnostics and event logs that were ordered of a terminal, how much of each is here, and the way to look at it. */
export function Collections({ terminalId }: { terminalId: string }) {
  const { texts, client, language } = useDesk();
  const { terminal } = texts;
  const answer = useAnswer(
    terminalId,
    (background) =>
      client.get(CollectionsSchema, `/operations/collections?terminalId=${encodeURIComponent(terminalId)}`, background),
    EVERY_MS,
  );
  const look = ({ kind, here, commandId }: Collection) =>
    here === 'nothing' ? (
      texts.frame.nothing
    ) : (
      <a key="look" href={addressOf(['terminals', terminalId, PAGES[kind], commandId])}>
        {terminal.look}
      </a>
    );
  return (
    <Panel title={terminal.collections}>
      <AnswerFrame answer={answer}>
        {({ collections }) =>
          collections.length === 0 ? (
            <p>{terminal.noCollections}</p>
          ) : (
            <Table
              label={terminal.collections}
              heads={[
                terminal.collected,
                terminal.at,
                terminal.by,
                terminal.state,
                terminal.here,
                terminal.entries,
                terminal.updated,
                terminal.action,
              ]}
              numbers={[5]}
              rows={collections.map((one) => ({
                key: one.commandId,
                cells: [
                  said(texts.words.collectionKinds, one.kind),
                  instantText(language, one.orderedAt),
                  one.orderedBy,
                  said(texts.words.commandStates, one.state),
                  <Badge key="here" kind={KINDS[one.here]} text={said(texts.words.collected, one.here)} />,
                  one.kind === 'collect-event-log' ? numberText(language, one.entries) : texts.frame.nothing,
                  one.updatedAt === null ? texts.frame.nothing : instantText(language, one.updatedAt),
                  look(one),
                ],
              }))}
            />
          )
        }
      </AnswerFrame>
    </Panel>
  );
}
