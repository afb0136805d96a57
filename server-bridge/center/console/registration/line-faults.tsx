import { Table } from '../../../console-kit/index.ts';
import { useDesk } from '../frame/desk.ts';
import { lineFaultText } from './fault-words.ts';
import type { LineFault } from './place-lines.ts';

/** Why nothing of what was pasted is registered: every fault with its line. */
export function LineFaults({ faults }: { faults: readonly LineFault[] }) {
  const { texts } = useDesk();
  const { registration } = texts;
  return (
    <div class="problem" role="alert">
      <p>{registration.refused}</p>
      <Table
        label={registration.faultList}
        heads={[registration.line, registration.fault]}
        rows={faults.map((fault, index) => ({
          key: index,
          cells: ['line' in fault ? fault.line : texts.frame.nothing, lineFaultText(texts, fault)],
        }))}
      />
    </div>
  );
}
