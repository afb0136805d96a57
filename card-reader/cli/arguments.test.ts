import { describe, expect, it } from 'vitest';
import { parseInvocation, USAGE } from './arguments.ts';

describe('the command line of the hand tool', () => {
  it.each([
    [['status']],
    [['status', '--served', '127.0.0.1:4000']],
    [['people']],
    [['insert', 'ichiyo']],
    [['insert', 'iphone', '--reader', 'virtual', '--timing', '424', '--faults', '1:mute']],
    [['read', '--person', 'teppei', '--reader', 'virtual', '--synthetic']],
    [['read', '--socket', '/run/other/pcscd.comm', '--name', 'Some Reader 00 00']],
    [['apdu', '00A40000', '00B0810000']],
  ])('accepts %j', (argv) => {
    expect(parseInvocation(argv).isOk()).toBe(true);
  });

  it('reads values as what they are', () => {
    const { options } = parseInvocation(['insert', 'x', '--timing', '212', '--faults', '2:slow=9'])._unsafeUnwrap();
    expect(options).toMatchObject({ timing: 212, faults: [{ at: 2, fault: { kind: 'slow', delayMs: 9 } }] });
    const served = parseInvocation(['read', '--served', 'localhost:65535'])._unsafeUnwrap().options.served;
    expect(served).toEqual({ host: 'localhost', port: 65_535 });
  });

  it.each([
    [[]],
    [['reed']],
    [['insert']],
    [['insert', 'ichiyo', 'teppei']],
    [['insert', '../etc']],
    [['insert', 'ichiyo', '--socket', '/run/pcscd/pcscd.comm']],
    [['read', 'more']],
    [['read', '--synthetic']],
    [['read', '--person', '../etc']],
    [['read', '--person', 'ichiyo', '--served', '127.0.0.1:1']],
    [['read', '--faults', '1:mute']],
    [['read', '--person', 'ichiyo', '--faults', '1:moot']],
    [['read', '--person', 'ichiyo', '--timing', '847']],
    [['read', '--served', '127.0.0.1:65536']],
    [['read', '--served', '127.0.0.1']],
    [['apdu']],
    [['apdu', '00A4']],
    [['apdu', '00A4000']],
    [['status', '--reader', 'usb']],
    [['status', '--unknown']],
  ])('refuses %j', (argv) => {
    const refused = parseInvocation(argv)._unsafeUnwrapErr();
    expect(refused === USAGE || /needs|need|of its own/.test(refused)).toBe(true);
  });
});
