package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.bridge.EmptyAttributes;
import dev.yodel.gatling.grpc.config.AsciiHeader;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Adds the metadata and credentials of the protocol to calls without a user, unless they read session attributes.
 * Thread-safe once created.
 */
final class SessionlessMetadata implements ClientInterceptor {

    private final EventLoop loop;
    private final Metadata defaults = new Metadata();
    private final @Nullable CallCredentials credentials;
    private final List<String> leftOut = new ArrayList<>();

    SessionlessMetadata(CallSettings settings, EventLoop loop) {
        this.loop = loop;
        settings.headers().forEach(this::add);
        credentials = settings.credentials() == null ? null : made("credentials", settings.credentials());
    }

    /** The names of what needs a user. */
    List<String> leftOut() {
        return leftOut;
    }

    @Override
    public <Q, S> ClientCall<Q, S> interceptCall(MethodDescriptor<Q, S> method, CallOptions options, Channel next) {
        CallOptions with = credentials == null ? options : options.withCallCredentials(credentials);
        return new SimpleForwardingClientCall<>(next.newCall(method, with)) {
            @Override
            public void start(Listener<S> listener, Metadata headers) {
                addDefaults(headers);
                super.start(listener, headers);
            }
        };
    }

    /** Headers of the call itself take precedence. */
    private void addDefaults(Metadata headers) {
        Metadata missing = new Metadata();
        missing.merge(defaults);
        headers.keys().forEach(name -> missing.discardAll(keyOf(name)));
        headers.merge(missing);
    }

    private static Metadata.Key<?> keyOf(String name) {
        return name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                ? Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER)
                : AsciiHeader.key(name);
    }

    private <T> void add(Header<T> header) {
        T value = made(header.key().name(), header.value());
        if (value != null) {
            defaults.put(header.key(), value);
        }
    }

    private <T> @Nullable T made(String what, Function1<Session, Validation<T>> expression) {
        EmptyAttributes none = new EmptyAttributes();
        Validation<T> made = expression.apply(none.session("schema", loop));
        if (!none.wereRead() && made instanceof Success<T> success && success.value() != null) {
            return success.value();
        }
        leftOut.add(what);
        return null;
    }
}
