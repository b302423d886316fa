package dev.yodel.loadtest.health;

/**
 * CPU time in nanoseconds, since the start of the machine or of a control group; 0 where the system does not provide it.
 *
 * @param machine used by all processes of the machine
 * @param stolen given to others by the host while this machine wanted it
 * @param throttled withheld from this process by a limit
 * @param processors processors of the machine
 */
public record CpuTimes(long machine, long stolen, long throttled, int processors) {}
