/** What the municipalities' staff may do: rights by task and by level (V10). Rights are checked where a route is declared, and nowhere else. */
import * as v from 'valibot';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { StaffId } from '../../staff-access/staff-id.ts';

/** A personal id, never shared. */
export { type StaffId, StaffIdSchema } from '../../staff-access/staff-id.ts';

export const TASKS = [
  /** People and tickets. */
  'people',
  /** Doses; doubtful ones. */
  'records',
  /** To see an individual number in clear (read), or to register and correct one (write). */
  'numbers',
  /** Queries between municipalities (exchange) and the log of provisions (read). */
  'provisions',
  /** Certificates that were issued. */
  'certificates',
  /** Counts without persons. */
  'statistics',
  /** The operation log (read), and reviewing it (write). */
  'operation-log',
  /** Accounts, rights and staff terminals of the municipality. */
  'accounts',
] as const;
export type Task = (typeof TASKS)[number];

/** Each includes those before it. `exchange`: taking files in, giving files out, asking another municipality. */
export const LEVELS = ['none', 'read', 'write', 'exchange'] as const;
export const LevelSchema = v.picklist(LEVELS);
export type Level = v.InferOutput<typeof LevelSchema>;

/** A task that is not named has the level `none`. */
export const RightsSchema = v.strictObject(v.entriesFromList(TASKS, v.optional(LevelSchema, 'none')));
export type Rights = v.InferOutput<typeof RightsSchema>;

/** What a route needs: `people:read`. */
export type Right = `${Task}:${Exclude<Level, 'none'>}`;
export const RIGHTS: readonly Right[] = TASKS.flatMap((task) =>
  LEVELS.filter((level) => level !== 'none').map((level) => `${task}:${level}` as const),
);

/** A registered staff terminal: the last part of its certificate's name. */
export const StaffTerminalNameSchema = v.pipe(
  v.string(),
  v.regex(/^(?!(?:[^0-9]*[0-9]){10})[a-z0-9][a-z0-9-]{0,39}$/),
  v.brand('StaffTerminalName'),
);
export type StaffTerminalName = v.InferOutput<typeof StaffTerminalNameSchema>;

/** Who is acting, and in whose area: one of the municipality's staff at a registered terminal, a tablet, or VRS itself. */
export type VrsActor =
  | {
      readonly kind: 'person';
      readonly area: MunicipalityCode;
      readonly staffId: StaffId;
      readonly name: string;
      readonly rights: Rights;
      readonly terminal: StaffTerminalName;
      readonly sessionId: string;
    }
  | { readonly kind: 'tablet'; readonly area: MunicipalityCode; readonly tablet: string }
  /** VRS itself; at a terminal, where nobody is known to have acted there. */
  | { readonly kind: 'system'; readonly area: MunicipalityCode; readonly terminal?: StaffTerminalName };

export const AreaSchema = MunicipalityCodeSchema;

export function mayDo(actor: VrsActor, right: Right): boolean {
  if (actor.kind !== 'person') return false;
  return RIGHTS.some((one) => one === right) && holds(actor.rights, right);
}

/** Whether rights of a person include this one. */
export function holds(rights: Rights, right: Right): boolean {
  return TASKS.some((task) =>
    LEVELS.some((level, index) => right === `${task}:${level}` && LEVELS.indexOf(rights[task]) >= index),
  );
}

/** What stands in rows beside a change: the staff id, the tablet's name, or `system`. */
export function actorId(actor: VrsActor): string {
  switch (actor.kind) {
    case 'person':
      return actor.staffId;
    case 'tablet':
      return `tablet:${actor.tablet}`;
    case 'system':
      return 'system';
    default: {
      const never: never = actor;
      throw new Error(`unknown actor ${String(never)}`);
    }
  }
}
