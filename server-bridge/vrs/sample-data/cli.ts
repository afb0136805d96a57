/** `npm run sample-data -- --people 100000 --seed 1 --out DIR`: a whole invented country as the files municipal systems give. */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { writeCountry } from './write-country.ts';

const USAGE = 'Usage: npm run sample-data -- --people N --out DIR [--seed N] [--encoding utf-8|shift_jis]';

const whole = (most: number) =>
  v.pipe(v.string(), v.regex(/^[0-9]{1,9}$/), v.transform(Number), v.maxValue(most), v.minValue(0));
const WantedSchema = v.strictObject({
  people: v.pipe(whole(20_000_000), v.minValue(1)),
  seed: v.optional(whole(999_999_999), '1'),
  out: v.pipe(v.string(), v.minLength(1)),
  encoding: v.optional(v.picklist(['utf-8', 'shift_jis'])),
});

function wantedOf(args: readonly string[]) {
  try {
    const options = {
      people: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string' },
      encoding: { type: 'string' },
    } as const;
    const parsed = v.safeParse(WantedSchema, { ...parseArgs({ args: [...args], options, strict: true }).values });
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

const wanted = wantedOf(process.argv.slice(2));
if (wanted === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 64;
} else {
  const { people, seed, out, encoding = null } = wanted;
  const country = await writeCountry({ people, seed, folder: out, encoding });
  const lines = country.files.reduce((sum, file) => sum + file.lines, 0);
  process.stdout.write(
    `${country.municipalities.length} invented municipalities, ${country.files.length} files, ${lines} lines in ${out}\n`,
  );
}
