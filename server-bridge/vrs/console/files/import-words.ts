import type { Import } from '../../console-api/imports.ts';

/** Whether nothing more happens to it. */
export function isOver(state: Import['state']): boolean {
  switch (state) {
    case 'waiting':
    case 'receiving':
    case 'checking':
    case 'applying':
      return false;
    case 'done':
    case 'refused':
    case 'abandoned':
      return true;
    default: {
      const never: never = state;
      throw new Error(`unknown state ${String(never)}`);
    }
  }
}

export const stateKind = (state: Import['state']): 'good' | 'bad' | 'plain' | 'info' =>
  state === 'done' ? 'good' : state === 'refused' ? 'bad' : isOver(state) ? 'plain' : 'info';
