/** The part of a directive that people at the center answer for; version, times and key set are added when it is issued. */
import * as v from 'valibot';
import { DirectiveSchema, MunicipalityCodeSchema } from '../../protocol/index.ts';

export const DirectiveContentSchema = v.omit(DirectiveSchema, ['version', 'issuedAt', 'expiresAt', 'vrsKeySet']);
export type DirectiveContent = v.InferOutput<typeof DirectiveContentSchema>;

/** Two entries of one municipality would be obeyed by whichever is found first. */
export const namesEachOnce = (municipalities: readonly { readonly code: string }[]): boolean =>
  new Set(municipalities.map(({ code }) => code)).size === municipalities.length;

/** The first directive of an installation, as it is written down. */
export const InitialDirectiveSchema = v.pipe(
  DirectiveContentSchema,
  v.check(({ municipalities }) => namesEachOnce(municipalities)),
);

/** Municipalities that were suspended and take part again: no list says so by itself, since an old one would say it too (K8). */
const resumeMunicipalities = v.exactOptional(
  v.pipe(v.array(MunicipalityCodeSchema), v.minLength(1), v.maxLength(2_000)),
);

const replaced = v.partial(v.omit(DirectiveSchema, ['v', 'version', 'issuedAt', 'expiresAt', 'vrsKeySet']));

/** Whole members to be replaced; at least one. */
export const DirectivePatchSchema = v.pipe(
  replaced,
  v.check((patch) => Object.keys(patch).length > 0),
);
export type DirectivePatch = v.InferOutput<typeof DirectivePatchSchema>;

/** What is changed for all at once, without a second person. */
export const DirectChangeSchema = v.pipe(
  v.strictObject({ ...replaced.entries, resumeMunicipalities }),
  v.check((patch) => Object.keys(patch).length > 0),
);
export type DirectChange = v.InferOutput<typeof DirectChangeSchema>;

const { entries } = DirectiveContentSchema;
/** A member of a staged change: a whole new value, or `null` to take it away again. */
const member = <Schema extends v.GenericSchema>(schema: Schema) => v.exactOptional(v.nullable(schema));

const members = {
  service: member(entries.service),
  hours: member(entries.hours),
  municipalities: member(entries.municipalities),
  kinds: member(entries.kinds),
  prices: member(entries.prices),
  passportReading: member(v.boolean()),
  voiceVolumes: member(entries.voiceVolumes.wrapped),
  maxCopies: member(entries.maxCopies),
  terms: member(entries.terms),
  notice: member(entries.notice.wrapped),
  allowedBuilds: member(entries.allowedBuilds),
  operators: member(entries.operators),
  /** Only for the scope `all`: narrower ones say by themselves whom they concern. */
  terminals: member(entries.terminals),
} satisfies Record<Exclude<keyof DirectiveContent, 'v'>, v.GenericSchema>;

/**
 * What a staged change does to the directive of its scope: whole members laid over those of wider scopes, `null` to take the
 * scope's own member away again, so that the wider one shows (for the scope `all` only what a directive may lack).
 */
export const ChangePatchSchema = v.pipe(
  v.strictObject({
    ...members,
    /** Only for the scope `all`. */
    resumeMunicipalities,
  }),
  v.check((patch) => Object.keys(patch).length > 0),
);
export type ChangePatch = v.InferOutput<typeof ChangePatchSchema>;
