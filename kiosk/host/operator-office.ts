/**
 * The operator's desk in the terminal: opened by the staff gesture on any screen or by the key switch, painted over whatever
 * stands there, and gone again without a trace on it. Everything done at it is logged and reported with who did it.
 */
import { reportCode } from '../event-log/index.ts';
import type { OperatorDesk, OperatorDeskOptions, OperatorRecord } from '../operator/index.ts';
import { operatorEventCode } from '../operator/index.ts';
import { type Language, type Snapshot, type UiAction, USUAL_OPTIONS } from '../snapshot.ts';
import type { HostLog, HostParts } from './host-parts.ts';
import type { ScreenDesk } from './screen-desk.ts';
import type { Sound } from './terminal-snapshot.ts';

/** Makes a desk; given, so that a test may stand in for it. */
export type OpenDesk = (options: OperatorDeskOptions) => OperatorDesk;

export type OperatorOffice = {
  isOpen(): boolean;
  /** Somebody is signed in. */
  isSignedIn(): boolean;
  /** Somebody is asked at this moment whether owed money is paid, and may be counting it out. */
  asksForMoney(): boolean;
  open(how: 'gesture' | 'key-switch'): void;
  /** A touch on the operator's screen that is now shown. */
  touch(action: UiAction): void;
  changed(): void;
  lock(why: 'clerk' | 'idle' | 'key-switch' | 'stopped'): void;
  stop(): void;
};

const USUAL = { language: 'ja', options: USUAL_OPTIONS } as const;

export function openOperatorOffice(
  o: Pick<OperatorDeskOptions, 'view' | 'carryOut' | 'lookAgain' | 'checkCode' | 'lockedForMs' | 'nowMs'> & {
    openDesk: OpenDesk;
    log: HostLog;
    keySwitch: HostParts['keySwitch'];
    screens: Pick<ScreenDesk, 'cover' | 'uncover' | 'showOperator'>;
    sound: () => Sound;
    /** Whether the newest directive names this operator. */
    isNamed: (operatorId: string) => boolean;
    /** The operator's screens have gone; what stood there before is counted from here. */
    onGone: (screenSeq: number) => void;
  },
): OperatorOffice {
  let covering = false;
  let signedIn: OperatorRecord['operatorId'] = null;
  let whose: { language: Language; options: Snapshot['options'] } = USUAL;
  /** The screen on which somebody has heard enough. */
  let quietPlace = '';
  let place = '';

  const record = (entry: OperatorRecord): void => {
    if (entry.action === 'signed-in') signedIn = entry.operatorId;
    if (entry.action === 'locked') signedIn = null;
    o.log.report('OPERATOR_ACTION', {
      code: reportCode(operatorEventCode(entry)),
      operator: entry.operatorId ?? undefined,
    });
    const judged = entry.action === 'test-print' ? judgedSheet(entry.code) : null;
    if (judged !== null) o.log.report('TEST_PRINT', { code: judged, operator: entry.operatorId ?? undefined });
  };

  const desk = o.openDesk({
    view: o.view,
    carryOut: o.carryOut,
    lookAgain: o.lookAgain,
    checkCode: o.checkCode,
    lockedForMs: o.lockedForMs,
    nowMs: o.nowMs,
    record,
    onChange: () => paint(),
  });

  function paint(): void {
    const painted = desk.painted();
    if (painted === null) {
      if (!covering) return;
      covering = false;
      whose = USUAL;
      quietPlace = '';
      place = '';
      o.onGone(o.screens.uncover());
      return;
    }
    if (!covering) {
      covering = true;
      o.screens.cover();
    }
    const { screen, allows, idleWarningSeconds } = painted;
    place = placeOf(screen);
    if (place !== quietPlace) quietPlace = '';
    const voice = { ...o.sound(), stopped: place === quietPlace };
    o.screens.showOperator(place, (screenSeq) => ({
      v: 1,
      screenSeq,
      ...whose,
      voice,
      idleWarningSeconds,
      allows,
      help: false,
      screen,
    }));
  }

  let key: 'locked' | 'open' | 'absent' = 'locked';
  /** Somebody whom the directive no longer names is nobody from now on, also where the code was right a minute ago. */
  const dismiss = (): void => {
    if (signedIn !== null && !o.isNamed(signedIn)) desk.lock('removed');
  };

  const turned = (status: 'locked' | 'open' | 'absent'): void => {
    const wasOpen = key === 'open';
    key = status;
    if (status === 'open') desk.open('key-switch');
    // A switch that is not there opens nothing, and leaves open nothing that it may have opened. One that comes and goes without
    // having been turned must not throw out a clerk who came by the gesture: that clerk may be there to mend it.
    else if (wasOpen && desk.isOpen()) desk.lock('key-switch');
    paint();
  };
  const stopWatching = o.keySwitch?.watch(turned) ?? (() => {});
  if (o.keySwitch?.status() === 'open') turned('open');

  return {
    isOpen: () => desk.isOpen(),
    isSignedIn: () => signedIn !== null,
    asksForMoney() {
      const screen = desk.painted()?.screen;
      return screen?.name === 'operator-question' && screen.question === 'is-the-money-paid';
    },
    open(how) {
      desk.open(how);
      paint();
    },
    touch(action) {
      if (action.type === 'language') whose = { ...whose, language: action.language };
      else if (action.type === 'options') whose = { ...whose, options: action.options };
      else if (action.type === 'stop-voice') quietPlace = place;
      else {
        dismiss();
        desk.touch(action);
      }
      paint();
    },
    changed() {
      dismiss();
      desk.changed();
      paint();
    },
    lock(why) {
      if (desk.isOpen()) desk.lock(why);
      paint();
    },
    stop() {
      stopWatching();
      desk.stop();
    },
  };
}

/** What makes two screens of the operator different ones for a touch. */
function placeOf(screen: Snapshot['screen']): string {
  switch (screen.name) {
    case 'operator-step':
      return `${screen.name} ${screen.fault} ${screen.number}`;
    case 'operator-question':
      // Who has been shown one sum has not answered for another (P18).
      return `${screen.name} ${screen.task} ${screen.question} ${screen.yen}`;
    case 'operator-working':
    case 'operator-result':
      return `${screen.name} ${screen.task}`;
    default:
      return screen.name;
  }
}

function judgedSheet(code: OperatorRecord['code']): 'good' | 'bad' | 'not-printed' | null {
  if (code === 'printed-good') return 'good';
  if (code === 'printed-bad') return 'bad';
  return code === 'not-printed' ? 'not-printed' : null;
}
