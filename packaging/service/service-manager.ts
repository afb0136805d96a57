/**
 * What a service tells systemd: that it is ready, that it lives, that it ends (sd_notify(3)). The message is a datagram on a Unix
 * socket, which Node cannot send; systemd's own library does, called in this process, so no helper program is started every few
 * seconds. Outside systemd nothing is said.
 */
import koffi from 'koffi';

export type ServiceManager = {
  /** The service may be used from now on. */
  ready(): void;
  /** Fed as long as the service works; the unit's `WatchdogSec` ends it otherwise. */
  alive(): void;
  stopping(): void;
};

const LIBRARY = 'libsystemd.so.0';

/** Opens the way to whoever started this process; silent where `NOTIFY_SOCKET` is not set. Throws where the library is missing. */
export function openServiceManager(environment: NodeJS.ProcessEnv): ServiceManager {
  if (environment['NOTIFY_SOCKET'] === undefined) return { ready() {}, alive() {}, stopping() {} };
  const notify = koffi.load(LIBRARY).func('int sd_notify(int unset_environment, const char *state)');
  return {
    ready: () => void notify(0, 'READY=1'),
    alive: () => void notify(0, 'WATCHDOG=1'),
    stopping: () => void notify(0, 'STOPPING=1'),
  };
}
