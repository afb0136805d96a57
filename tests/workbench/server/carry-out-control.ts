/** Levers of the world behind the kiosk: center and record system. */
import type { BenchCommand } from '../messages/commands.ts';
import type { Note } from './note-list.ts';
import type { WorkbenchControl } from './workbench-control.ts';

export type ControlCommand = Extract<
  BenchCommand,
  { kind: 'set-service' | 'set-municipality' | 'set-vrs' | 'release-right-person' }
>;

const MISSING: Note = { en: 'There is no such lever here', ja: 'この操作はここではできません' };

export async function actBehindTheKiosk(command: ControlCommand, control: WorkbenchControl | undefined): Promise<Note> {
  switch (command.kind) {
    case 'set-service':
      if (control?.setService === undefined) return MISSING;
      await control.setService(command.on);
      return command.on
        ? { en: 'Service switched on', ja: 'サービスを開始しました' }
        : { en: 'Service switched off', ja: 'サービスを休止しました' };
    case 'set-municipality':
      if (control?.setMunicipality === undefined) return MISSING;
      await control.setMunicipality(command.code, command.takingPart);
      return command.takingPart
        ? { en: `Municipality ${command.code} takes part`, ja: `市区町村${command.code}が参加します` }
        : { en: `Municipality ${command.code} does not take part`, ja: `市区町村${command.code}は参加しません` };
    case 'set-vrs': {
      const turn = command.running ? control?.startVrs?.bind(control) : control?.stopVrs?.bind(control);
      if (turn === undefined) return MISSING;
      await turn();
      return command.running
        ? { en: 'Record system started', ja: '接種記録システムを起動しました' }
        : { en: 'Record system stopped', ja: '接種記録システムを停止しました' };
    }
    case 'release-right-person':
      if (control?.releaseRightPerson === undefined) return MISSING;
      await control.releaseRightPerson();
      return { en: 'Right-person hold released', ja: '本人確認の停止を解除しました' };
    default: {
      const never: never = command;
      throw new Error(`unknown command ${String(never)}`);
    }
  }
}
