/** What the line says, told to the log, to the presence of the line, and to whoever obeys the center's commands. */
import type { Line, LineEvent } from '../../server-bridge/line/index.ts';
import { reportCode } from '../event-log/index.ts';
import type { Commands } from './commands.ts';
import type { HostLog, HostParts } from './host-parts.ts';
import type { LinePresence } from './line-presence.ts';

export function lineEar(o: {
  line: Pick<Line, 'directive'>;
  log: Pick<HostLog, 'report'>;
  operators: HostParts['operators'];
  presence: LinePresence;
  commands: Commands;
  onEvent: () => void;
}): (event: LineEvent) => void {
  const hear = (event: LineEvent): void => {
    switch (event.type) {
      case 'state':
        o.presence.changed(event.state);
        o.log.report('LINE_CHANGED', { code: event.state === 'connected' ? 'up' : 'down' });
        return;
      case 'directive': {
        const held = o.line.directive();
        if (held !== null) o.operators.learn(held.directive.operators);
        o.log.report('DIRECTIVE_APPLIED', { code: reportCode(String(event.version)) });
        return;
      }
      case 'directive-refused':
        o.log.report('DIRECTIVE_REFUSED', { code: reportCode(event.reason) });
        return;
      case 'command':
        o.commands.obey(event.command);
        return;
      default: {
        const never: never = event;
        throw new Error(`Unknown line event ${String(never)}`);
      }
    }
  };
  return (event) => {
    hear(event);
    o.onEvent();
  };
}
