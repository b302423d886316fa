package dev.yodel.service.limits;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one connection share. It is among the attributes of each of them.
 *
 * @param responses the bytes of responses that the client has not read yet
 */
public record Connection(ByteBudget.Share responses) {

    private static final Attributes.Key<Connection> KEY = Attributes.Key.create("yodel-connection");

    /** The connection of a call with these attributes; null where there is none, as in a test without a transport. */
    public static @Nullable Connection of(Attributes attributes) {
        return attributes.get(KEY);
    }

    /** Adds to each new connection what its calls share. */
    public static ServerTransportFilter filter(ByteBudget responses) {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                return attributes.toBuilder()
                        .set(KEY, new Connection(responses.share()))
                        .build();
            }
        };
    }
}
