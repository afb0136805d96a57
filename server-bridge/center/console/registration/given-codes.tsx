import { instantText, saveFile, Table } from '../../../console-kit/index.ts';
import type { EnrolmentCodes } from '../../console-api/enrolment.ts';
import { useDesk } from '../frame/desk.ts';

/** One-time codes that were just given out: shown once, to be saved and carried to the machines. */
export function GivenCodes({ codes, onHanded }: { codes: EnrolmentCodes; onHanded: () => void }) {
  const { texts, language } = useDesk();
  const { registration } = texts;
  return (
    <section class="handed" aria-label={registration.codes}>
      <p>{registration.codesOnce}</p>
      <Table
        label={registration.codes}
        heads={[registration.columns.terminalId, registration.columns.serial, registration.code, registration.until]}
        rows={codes.map(({ terminalId, serial, code, expiresAt }) => ({
          key: terminalId,
          cells: [terminalId, serial, <code key="code">{code}</code>, instantText(language, expiresAt)],
        }))}
      />
      <div class="buttons">
        <button type="button" class="primary" onClick={() => saveCodes(codes)}>
          {registration.saveCodes}
        </button>
        <button type="button" class="quiet" onClick={onHanded}>
          {registration.handed}
        </button>
      </div>
    </section>
  );
}

/** None of the four can hold a comma or a sign that a spreadsheet takes for a formula. */
function saveCodes(codes: EnrolmentCodes): void {
  const lines = codes.map(({ terminalId, serial, code, expiresAt }) => [terminalId, serial, code, expiresAt].join(','));
  const text = `${['terminalId,serial,code,expiresAt', ...lines].join('\r\n')}\r\n`;
  saveFile(new Blob([text], { type: 'text/csv' }), 'kofu-enrolment-codes.csv');
}
