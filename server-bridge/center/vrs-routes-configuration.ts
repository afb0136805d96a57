/** Which municipalities' applications go to VRS by another way than the main one. */
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../protocol/index.ts';

const path = v.pipe(v.string(), v.minLength(1));
const inFlight = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100_000));

const RouteConfigurationSchema = v.strictObject({
  /** A short word of the operator's, for metrics. */
  name: v.pipe(
    v.string(),
    v.regex(/^[a-z][a-z0-9-]{0,29}$/),
    v.check((name) => name !== 'main' && name !== 'challenges'),
  ),
  municipalities: v.pipe(v.array(MunicipalityCodeSchema), v.minLength(1), v.maxLength(2_000)),
  host: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  port: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
  caFile: path,
  certificateFile: path,
  keyFile: path,
  /** Requests on this way at the same time; without it as many as on the main one. */
  relaysInFlight: v.optional(inFlight),
});

const areDistinct = (words: readonly string[]): boolean => new Set(words).size === words.length;

export const VrsRoutesConfigurationSchema = v.pipe(
  v.array(RouteConfigurationSchema),
  v.maxLength(100),
  v.check((routes) => areDistinct(routes.map(({ name }) => name)), 'two routes of one name'),
  v.check(
    (routes) => areDistinct(routes.flatMap(({ municipalities }) => municipalities)),
    'a municipality has one route',
  ),
);
export type VrsRoutesConfiguration = v.InferOutput<typeof VrsRoutesConfigurationSchema>;
