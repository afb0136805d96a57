import type { ColumnType } from 'kysely';

/** A whole number that does not fit 32 bits; drivers give it back as number, bigint or text. Read it with `whole`. */
export type Whole = ColumnType<number | bigint | string, number, number>;
export type Instant = ColumnType<Date, Date, Date>;
export type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export const whole = (value: number | bigint | string): number => Number(value);
