package dev.yodel.loadtest.target;

import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.HttpProxy;
import dev.yodel.gatling.grpc.config.TlsSettings;
import dev.yodel.gatling.grpc.outcome.ConnectionError;
import dev.yodel.gatling.grpc.outcome.PeerProtocol;
import dev.yodel.loadtest.plan.Target;
import io.grpc.Status;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * What a failed connection shows about the other side, and which flag helps.
 *
 * @param found what was found
 * @param expected what was expected, and the flag
 */
record ConnectionAdvice(String found, String expected) {

    private static final String PLAINTEXT = "a gRPC server in plaintext HTTP/2";
    private static final String TLS = "a gRPC server with TLS";
    private static final String TLS_FLAGS = "; for TLS add --tls, or --cacert FILE for a CA of your own";

    /** Netty's name of the protocol of a proxy, and of its authentication, before the two addresses. */
    private static final String PROXIED = "http, ";

    private static final Pattern UNTRUSTED =
            Pattern.compile("certification path|PKIX|unable to find valid|self.signed", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER_NAME =
            Pattern.compile("No subject alternative|No name matching|hostname", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSED_EARLY = Pattern.compile("closed before HTTP/2 began.*");
    private static final Pattern REFUSED_CERTIFICATE =
            Pattern.compile("bad.certificate|unknown.ca|certificate.unknown|decrypt.error", Pattern.CASE_INSENSITIVE);

    /**
     * The advice for a failed call.
     *
     * @param certificateRequested whether the server asked for a client certificate that there is not
     */
    static ConnectionAdvice of(Target target, Status status, boolean certificateRequested) {
        String found = found(status);
        if (target.channels().routing().proxy() instanceof HttpProxy proxy && found.contains(PROXIED)) {
            return ofProxy(proxy, found);
        }
        if (!target.isSecure()) {
            boolean tls = PeerProtocol.of(status.getCause()) == PeerProtocol.TLS;
            return CLOSED_EARLY.matcher(found).matches() || tls
                    ? new ConnectionAdvice(found, PLAINTEXT + TLS_FLAGS)
                    : new ConnectionAdvice(found, PLAINTEXT);
        }
        String secured = certificateRequested ? ConnectionError.withoutCertificate(status) : found;
        if (secured.contains("requires a client certificate")) {
            return new ConnectionAdvice("the server requires a client certificate", "--cert FILE and --key FILE");
        }
        return ofTls(target, secured);
    }

    private static ConnectionAdvice ofTls(Target target, String found) {
        if (UNTRUSTED.matcher(found).find()) {
            return new ConnectionAdvice(
                    "the server's certificate is not trusted",
                    trust(target) + "; --cacert FILE trusts a CA of your own, --insecure-skip-verify any");
        }
        if (OTHER_NAME.matcher(found).find()) {
            return new ConnectionAdvice(
                    "the server's certificate is not for %s".formatted(name(target)),
                    "a certificate with that name; --servername NAME checks for another one");
        }
        if (found.contains("does not speak TLS")) {
            return new ConnectionAdvice(
                    "the server does not speak TLS", TLS + "; for plaintext leave out the flags of TLS");
        }
        if (REFUSED_CERTIFICATE.matcher(found).find() && hasIdentity(target)) {
            return new ConnectionAdvice(
                    "the server refused the client certificate: " + found, "one that the server trusts in --cert");
        }
        return new ConnectionAdvice(found, TLS);
    }

    /** Netty's text has the names of the protocol, of both addresses and, if there was one, the status. */
    private static ConnectionAdvice ofProxy(HttpProxy proxy, String found) {
        String address = "the proxy %s:%d ".formatted(proxy.host(), proxy.port());
        if (found.contains("407") || found.contains("401")) { // 401: tinyproxy, for a wrong password
            return new ConnectionAdvice(
                    address + (proxy.user() == null ? "requires a user" : "does not accept the user"),
                    "--proxy http://user:password@host:port");
        }
        int status = found.indexOf("status: ");
        return new ConnectionAdvice(
                address
                        + (status < 0
                                ? "does not answer"
                                : "refuses: " + found.substring(status + "status: ".length())),
                "a proxy that allows CONNECT to " + proxied(found));
    }

    private static String proxied(String found) {
        int arrow = found.indexOf("=> ");
        return arrow < 0
                ? "the target"
                : found.substring(arrow + 3).replaceFirst(",.*", "").replace("/<unresolved>", "");
    }

    private static String trust(Target target) {
        return target.channels().security() instanceof TlsSettings tls && tls.trusted() != null
                ? "one that %s trusts".formatted(tls.trusted())
                : "one that Java trusts";
    }

    private static boolean hasIdentity(Target target) {
        return target.channels().security() instanceof TlsSettings tls && tls.identity() != null;
    }

    private static String name(Target target) {
        ChannelSettings channels = target.channels();
        return channels.authority() != null ? channels.authority() : target.address();
    }

    /** What the failure of a call without a gRPC response shows about the other side. */
    static String found(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (cause instanceof UnknownHostException) {
                return "unknown host";
            }
            if (cause instanceof ConnectException && text.contains("refused")) {
                return "connection refused";
            }
            if (cause instanceof SocketException && !text.startsWith("Connection reset")) {
                return "unreachable: " + text;
            }
        }
        PeerProtocol peer = PeerProtocol.of(status.getCause());
        if (peer == PeerProtocol.HTTP_1) {
            return "an HTTP/1 server";
        }
        return peer == PeerProtocol.TLS ? "a server that speaks TLS" : ConnectionError.of(status, false);
    }

    /** What is expected of a target that answers something else than gRPC, or nothing. */
    static String expected(Target target) {
        return target.isSecure() ? TLS : PLAINTEXT;
    }
}
