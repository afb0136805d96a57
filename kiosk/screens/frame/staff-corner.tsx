/**
 * The top right corner, held down for three seconds, calls up the store operator's screens. Nothing marks it, so that residents
 * do not stumble on it; it opens nothing by itself, a personal code is asked for next. The keyboard has no way to it on
 * purpose: the key switch is the other way in.
 */
import { Component, type TargetedPointerEvent, type VNode } from 'preact';
import { holdGesture, STAFF_GESTURE_MS } from './hold-gesture.ts';

export class StaffCorner extends Component<{ onHeld: () => void }> {
  private readonly gesture = holdGesture(STAFF_GESTURE_MS, () => this.props.onHeld());

  override componentWillUnmount(): void {
    this.gesture.stop();
  }

  private readonly down = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const { currentTarget: corner, pointerId, button } = event;
    if (button !== 0) return;
    // A touch belongs to where it began until it ends; without that, sliding off would not be noticed.
    if (corner.hasPointerCapture(pointerId)) corner.releasePointerCapture(pointerId);
    this.gesture.down(pointerId);
  };

  private readonly up = ({ pointerId }: TargetedPointerEvent<HTMLDivElement>): void => this.gesture.up(pointerId);

  override render(): VNode {
    return (
      <div
        class="staff-corner"
        aria-hidden="true"
        onPointerDown={this.down}
        onPointerUp={this.up}
        onPointerLeave={this.up}
        onPointerCancel={this.up}
      />
    );
  }
}
