/**
 * Has the host check a clerk's code for a defective sheet. The code leaves this process once, as bytes, and is zeroed here
 * whatever the answer is; the hashes to compare it with never come here.
 */
import type { MisprintConfirmed } from '../machine/actor-contracts.ts';
import type { HostLink } from './host-link.ts';
import type { Vault } from './vault.ts';

export async function confirmMisprint(
  o: { vault: Vault; link: HostLink },
  { reprint }: { reprint: number },
  signal: AbortSignal,
): Promise<MisprintConfirmed> {
  const permit = await o.vault.operatorCode.lend((code) =>
    o.link.ask({ type: 'request-reprint', reprint, code }, 'reprint-permit', signal),
  );
  const answer = permit?.answer;
  switch (answer) {
    case 'permitted':
      return { type: 'confirmed' };
    case 'wrong-code':
      return { type: 'wrong' };
    case 'locked-out':
      return { type: 'locked-out' };
    case 'refused':
    case undefined:
      return { type: 'refused' };
    default: {
      const never: never = answer;
      throw new Error(`Unknown permit ${String(never)}`);
    }
  }
}
