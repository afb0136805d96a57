/** Where an installed terminal finds its files. */
export const CONFIGURATION_FILE = '/etc/kofu/terminal/terminal.json';
/** systemd reads it as part of the terminal's unit. */
export const NETWORK_FILE = '/etc/systemd/system/kofu-terminal.service.d/kofu-network.conf';
export const HOSTS_FILE = '/etc/hosts';
/** In a folder that tmpfiles.d makes for the terminal's user and the group of the session. */
export const LAUNCH_DOOR = '/run/kofu-launch/door';
