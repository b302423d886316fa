package dev.yodel.service;

import com.google.common.base.Throwables;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * An address that the server listens on. Its errors have one-line messages for people.
 *
 * @param setting the setting that its port comes from
 * @param address the host and port to listen on
 */
record ListenAddress(String setting, InetSocketAddress address) {

    static ListenAddress of(String host, String setting, int port) throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException("host: " + host + " (expected: an address of this machine)");
        }
        return new ListenAddress(setting, address);
    }

    /** The address as clients write it, with the port that was opened. */
    String text(int port) {
        return HostAndPort.fromParts(InetAddresses.toAddrString(address.getAddress()), port)
                .toString();
    }

    /** The error to report if the server cannot listen here. */
    IOException failure(IOException cause) {
        String reason =
                String.valueOf(Throwables.getRootCause(cause).getMessage()).toLowerCase(Locale.ROOT);
        String what = setting + ": " + text(address.getPort());
        return new IOException(
                reason.contains("already in use")
                        ? what + " is in use (expected: a free port; 0 picks one)"
                        : what + " cannot be listened on: " + reason,
                cause);
    }
}
