/** What stands in the tables, asked by a connection of the test's own: the truth to compare what was told with. */
import { Client } from 'pg';
import * as v from 'valibot';

/** Numbers as PostgreSQL's driver gives them: those of 64 bits are text. */
export const whole = v.pipe(v.union([v.string(), v.number()]), v.transform(Number));

export async function readTables<Schema extends v.GenericSchema>(
  url: string,
  sql: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return v.parse(v.array(schema), rows);
  } finally {
    await client.end();
  }
}
