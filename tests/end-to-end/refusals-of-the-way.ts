/** Refusals for what goes wrong between terminal and VRS, and how each is really brought about. */

import { releaseAfterComparison } from '../environment/operations-client.ts';
import { direct, untilLineIsUp, untilSuspended } from './center-orders.ts';
import { fillCenter } from './full-center.ts';
import type { RefusalCase } from './refusal-case.ts';
import { cardOf, HOME_CITY } from './resident-at-the-window.ts';

/** The other terminal of this country: what is allowed to it alone is not allowed to ours. */
export const OTHER_TERMINALS: readonly [string, ...string[]] = ['KIOSK-OTHER', 'KIOSK-THIRD'];

export const REFUSALS_OF_THE_WAY = {
  UNAVAILABLE: {
    shown: 'refused',
    literally: {
      ja: ['接種記録がないという意味ではありません', 'しばらくしてから'],
      en: ['does not mean that you have no record', 'a little later'],
    },
    causes: {
      ja: {
        by: 'VRS has ended before the card is laid down: no PIN is asked',
        async bring({ kiosk, resident }) {
          await resident.begin();
          await kiosk.world.servers.vrs.stop();
          const card = cardOf('ichiyo');
          resident.lay(card);
          await resident.takesBack();
        },
        mend: ({ kiosk }) => kiosk.world.servers.restartVrs(),
      },
      en: {
        by: 'the center is killed while the resident chooses',
        async bring({ kiosk, resident }) {
          await resident.identifies({ card: cardOf('ichiyo') });
          const { center } = kiosk.world.servers;
          center.kill('SIGKILL');
          await center.exited;
          await resident.lived(HOME_CITY);
        },
        mend: ({ kiosk }) => kiosk.world.servers.restartCenter(),
      },
    },
  },
  BUSY: {
    shown: 'refused',
    literally: {
      ja: ['接種記録がないという意味ではありません', '数分待ってから'],
      en: ['does not mean that you have no record', 'wait a few minutes'],
    },
    causes: {
      both: {
        by: 'VRS stands still, and as many others wait for it as the center lets in',
        async bring({ kiosk, resident }) {
          const { servers } = kiosk.world;
          await untilLineIsUp(kiosk);
          try {
            // Before the visit begins: it may ask for its challenge as soon as a card is expected.
            const crowd = await fillCenter(kiosk.world, OTHER_TERMINALS, () => servers.vrs.kill('SIGSTOP'));
            try {
              await resident.begin();
              resident.lay(cardOf('ichiyo'));
              await resident.takesBack();
            } finally {
              crowd.leave();
            }
          } finally {
            servers.vrs.kill('SIGCONT');
          }
        },
      },
    },
  },
  OUT_OF_HOURS: {
    shown: 'refused',
    literally: { ja: ['お手続きの途中で', 'ご利用時間内に'], en: ['while you were using', 'during service hours'] },
    causes: {
      both: {
        by: 'the hours end while the resident stands there',
        async bring({ kiosk, resident }) {
          await resident.identifies({ card: cardOf('ichiyo') });
          await direct(kiosk, { hours: { from: '00:00', to: '00:00' } });
          await resident.lived(HOME_CITY);
        },
        mend: ({ kiosk }) => direct(kiosk, { hours: { from: '00:00', to: '24:00' } }),
      },
    },
  },
  MAINTENANCE: {
    shown: 'refused',
    literally: { ja: ['システムの点検', 'しばらくしてから'], en: ['being checked', 'a little later'] },
    causes: {
      both: {
        by: 'the center takes this terminal out of service while the resident stands there',
        async bring({ kiosk, resident }) {
          await resident.identifies({ card: cardOf('ichiyo') });
          await direct(kiosk, { terminals: OTHER_TERMINALS });
          await resident.lived(HOME_CITY);
        },
        mend: ({ kiosk }) => direct(kiosk, { terminals: [] }),
      },
    },
  },
  RIGHT_PERSON: {
    shown: 'closed',
    literally: { ja: ['安全の確認のため', 'ほかのお店の機械'], en: ['safety check', 'a machine in another store'] },
    causes: {
      both: {
        by: 'a center that alters one character of the answer',
        async bring({ kiosk, resident }) {
          kiosk.relay.tamper = ({ visitId, sealed }) => ({
            visitId,
            sealed: `${sealed.slice(0, 400)}${sealed[400] === 'A' ? 'B' : 'A'}${sealed.slice(401)}`,
          });
          await resident.applies({ card: cardOf('ichiyo') });
        },
        async reopen({ kiosk }) {
          kiosk.relay.tamper = (answer) => answer;
          // The alarm has to have reached the center, or it would close the terminal again after the release.
          await untilSuspended(kiosk);
          await releaseAfterComparison(kiosk.world, kiosk.terminalId, '検査 太郎');
        },
      },
    },
  },
} as const satisfies Partial<Record<string, RefusalCase>>;
