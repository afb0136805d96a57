/** The directive of one center process, put together: keeper, people's changes, and hints of other nodes. */
import type { Bus } from '../bus/bus.ts';
import { changeRoutes } from '../routes/change-routes.ts';
import { directiveRoutes } from '../routes/directive-routes.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import { type ChangeDesk, createChangeDesk } from './change-desk.ts';
import { createDirectiveKeeper, type DirectiveKeeper, type DirectiveParts } from './directive-keeper.ts';
import { takeEffect } from './take-effect.ts';

export type Directives = {
  readonly keeper: DirectiveKeeper;
  readonly desk: ChangeDesk;
  readonly routes: readonly StaffRoute[];
  /** One round: what other nodes did, what is due, what is to be renewed. A round that is under way is shared. */
  poll(): Promise<void>;
  /** Ends listening to hints and waits for the round that is under way. */
  close(): Promise<void>;
};

export function openDirectives(
  parts: DirectiveParts & {
    readonly bus: Bus;
    /** Whether tools may change the directive without a second person. */
    readonly directChanges: boolean;
  },
): Directives {
  const { database, bus, log, directChanges } = parts;
  const keeper = createDirectiveKeeper(parts);
  const desk = createChangeDesk({ ...parts, keeper, hint: () => bus.publish('directive') });

  let running: Promise<void> | null = null;
  const poll = (): Promise<void> => {
    running ??= round().finally(() => {
      running = null;
    });
    return running;
  };
  const round = async (): Promise<void> => {
    await keeper.poll();
    await takeEffect({ ...parts, keeper });
  };

  let hinted: Promise<void> | null = null;
  /** A hint while a round is under way asks for one more: the round may have looked too early. */
  const onHint = (): void => {
    hinted ??= (async () => {
      try {
        await running?.catch(() => undefined);
        await poll();
      } catch {
        log.record('WORK_FAILED', { where: 'poll' });
      } finally {
        hinted = null;
      }
    })();
  };
  const ends = [bus.subscribe('directive', onHint), bus.subscribe('registry', onHint)];

  return {
    keeper,
    desk,
    routes: [...directiveRoutes({ keeper, desk, directChanges }), ...changeRoutes({ database, keeper, desk })],
    poll,
    async close() {
      for (const end of ends) end();
      await hinted;
      await running?.catch(() => undefined);
    },
  };
}
