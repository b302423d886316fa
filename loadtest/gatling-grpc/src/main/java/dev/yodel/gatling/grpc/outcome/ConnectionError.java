package dev.yodel.gatling.grpc.outcome;

import io.grpc.Status;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Describes why a connection could not be established or was lost: the root cause, with the same text for each kind.
 */
public final class ConnectionError {

    private static final String TLS = "TLS: ";
    private static final String ALERT = "OPENSSL_internal:";
    private static final Pattern RESET = Pattern.compile("Connection reset.*|Broken pipe");
    /** gRPC's descriptions of a close without a cause; they depend on which component noticed it first. */
    private static final Pattern CLOSED =
            Pattern.compile("Network closed|Connection clos(?:ed|ing) while performing protocol negotiation");

    private static final String NO_HTTP_2 =
            "closed before HTTP/2 began: the server expects TLS, or is not a gRPC server";

    /** What servers answer to a client without a certificate, if they answer anything before they close. */
    private static final Pattern NO_CERTIFICATE = Pattern.compile(
            "^TLS: .*(?:certificate.required|bad.certificate|handshake.failure)|^\\w*ClosedChannelException$",
            Pattern.CASE_INSENSITIVE);

    /** The prefix of the operating system's message after a failed system call. */
    private static final Pattern NATIVE = Pattern.compile("^.* failed with error\\(-?\\d+\\): ");

    private ConnectionError() {}

    /**
     * The text.
     *
     * @param connected whether there was a connection
     */
    public static String of(Status status, boolean connected) {
        Throwable root = ErrorText.rootOf(status.getCause());
        if (root == null) {
            String description = String.valueOf(status.getDescription());
            return !connected && CLOSED.matcher(description).lookingAt() ? NO_HTTP_2 : description;
        }
        String message = root.getMessage() == null
                ? root.getClass().getSimpleName()
                : NATIVE.matcher(root.getMessage()).replaceFirst("");
        if (!connected && RESET.matcher(message).matches()) {
            return NO_HTTP_2; // closing a socket with unread data resets it
        }
        PeerProtocol peer = PeerProtocol.of(root);
        if (peer != null) {
            return "the server does not speak HTTP/2: it answered with " + name(peer);
        }
        return isOfTls(status.getCause(), root) ? TLS + ofTls(root, message) : message;
    }

    /** The text for a connection that was not established after a server requested a client certificate in vain. */
    public static String withoutCertificate(Status status) {
        String text = of(status, false);
        return text.equals(NO_HTTP_2) || NO_CERTIFICATE.matcher(text).find()
                ? TLS + "the server requires a client certificate"
                : text;
    }

    private static String ofTls(Throwable root, String message) {
        if (root instanceof CertificateExpiredException) {
            return "the server's certificate has expired";
        }
        if (root instanceof CertificateNotYetValidException) {
            return "the server's certificate is not valid yet";
        }
        if (root instanceof NotSslRecordException) {
            return "the server does not speak TLS";
        }
        int alert = message.lastIndexOf(ALERT);
        return alert < 0 ? message : message.substring(alert + ALERT.length());
    }

    private static String name(PeerProtocol peer) {
        return switch (peer) {
            case TLS -> "TLS";
            case HTTP_1 -> "HTTP/1";
            case OTHER -> "something else";
        };
    }

    /** Whether the error is one of TLS; an I/O error below TLS is not. */
    private static boolean isOfTls(@Nullable Throwable cause, Throwable root) {
        if (root instanceof SSLException) {
            return true;
        }
        for (Throwable at = cause; at != null && !(root instanceof IOException); at = at.getCause()) {
            if (at instanceof SSLException) {
                return true;
            }
        }
        return false;
    }
}
