package dev.yodel.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Where the server listens, and what to say where it can't. */
final class ListenAddress {

    private ListenAddress() {}

    static InetSocketAddress of(String host, int port) throws StartFailedException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new StartFailedException("host: " + host + " (expected: an address of this machine)", null);
        }
        return address;
    }

    /** An address as clients write it. */
    static String text(InetAddress host, int port) {
        String literal = host.getHostAddress();
        return (literal.indexOf(':') < 0 ? literal : '[' + literal + ']') + ':' + port;
    }

    static StartFailedException failed(String setting, InetSocketAddress address, IOException e) {
        String reason = root(e).toLowerCase(Locale.ROOT);
        String what = setting + ": " + text(address.getAddress(), address.getPort());
        if (reason.contains("already in use")) {
            return new StartFailedException(what + " is in use (expected: a free port; 0 takes one)", e);
        }
        return new StartFailedException(what + " cannot be listened on: " + reason, e);
    }

    private static String root(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : root(cause);
    }
}
