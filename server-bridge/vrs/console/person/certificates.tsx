import { instantText, Panel, said, Table } from '../../../console-kit/index.ts';
import type { PersonPage } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';

/** Which certificates were issued to this person, and through which door. */
export function Certificates({ certificates }: { certificates: PersonPage['certificates'] }) {
  const { texts, language } = useDesk();
  const { certificates: words } = texts;
  return (
    <Panel title={words.title}>
      {certificates === null ? (
        <p class="hint">{words.noRight}</p>
      ) : certificates.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          label={words.title}
          heads={[words.id, words.kind, words.issuedAt, words.through]}
          rows={certificates.map(({ certificateId, kind, issuedAt, through }) => ({
            key: certificateId,
            cells: [
              <code key="id">{certificateId}</code>,
              said(texts.words.kinds, kind),
              instantText(language, issuedAt),
              said(texts.words.doors, through),
            ],
          }))}
        />
      )}
    </Panel>
  );
}
