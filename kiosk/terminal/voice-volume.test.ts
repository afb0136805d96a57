/** How loud the voice is at an hour of the Japanese day, wherever the machine stands. */
import { describe, expect, it } from 'vitest';
import { voiceVolumePercent } from './index.ts';

/** This time of the day in Japan, nine hours before in UTC. */
const at = (time: string): Date => new Date(`2026-11-22T${time}:00+09:00`);
const ALL_DAY = { from: '00:00', to: '24:00', percent: 60 };
const NIGHT = { from: '22:00', to: '06:30', percent: 20 };
const RUSH = { from: '07:00', to: '09:00', percent: 90 };
const SILENT = { from: '12:00', to: '13:00', percent: 0 };

describe('the volume of the voice', () => {
  it.each<[string, number]>([
    ['21:59', 70],
    ['22:00', 20],
    ['23:59', 20],
    ['00:00', 20],
    ['06:29', 20],
    ['06:30', 70],
    ['12:00', 70],
  ])('over midnight, at %s: %s percent', (time, percent) => {
    expect(voiceVolumePercent([NIGHT], at(time))).toBe(percent);
  });

  it.each<[string, number]>([
    ['00:00', 20],
    ['06:30', 60],
    ['06:59', 60],
    ['07:00', 90],
    ['08:59', 90],
    ['09:00', 60],
    ['12:30', 0],
    ['23:59', 20],
  ])('of overlapping entries the last holds, at %s: %s percent', (time, percent) => {
    expect(voiceVolumePercent([ALL_DAY, NIGHT, RUSH, SILENT], at(time))).toBe(percent);
  });

  it('goes by the order, not by the loudness', () => {
    expect(voiceVolumePercent([SILENT, ALL_DAY], at('12:30'))).toBe(60);
    expect(voiceVolumePercent([RUSH, NIGHT, ALL_DAY], at('08:00'))).toBe(60);
  });

  it('is the usual one where nothing is said, and may be silence', () => {
    expect(voiceVolumePercent([], at('03:00'))).toBe(70);
    expect(voiceVolumePercent([SILENT], at('13:00'))).toBe(70);
    expect(voiceVolumePercent([SILENT], at('12:59'))).toBe(0);
  });

  it('holds for no minute that begins where it ends', () => {
    for (const from of ['00:00', '12:00', '24:00']) {
      const none = { from, to: from, percent: 5 };
      for (const time of ['00:00', '11:59', '12:00', '23:59']) expect(voiceVolumePercent([none], at(time))).toBe(70);
    }
  });

  it('goes by the hour in Japan: 15 o’clock in UTC is midnight', () => {
    expect(voiceVolumePercent([NIGHT], new Date('2026-11-21T15:00:00Z'))).toBe(20);
    expect(voiceVolumePercent([NIGHT], new Date('2026-11-21T12:59:59.999Z'))).toBe(70);
    expect(voiceVolumePercent([NIGHT], new Date('2026-11-21T13:00:00Z'))).toBe(20);
  });
});
