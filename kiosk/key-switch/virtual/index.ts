/** The key switch without a lock: for the workbench, demonstrations and tests. */
export { startVirtualKeySwitch, type VirtualKeySwitch } from './start-virtual-key-switch.ts';
