package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.channel.ChannelOpener;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.HttpProxy;
import dev.yodel.gatling.grpc.config.PoolSettings;
import dev.yodel.gatling.grpc.config.RoutingSettings;
import dev.yodel.gatling.grpc.config.Security;
import dev.yodel.gatling.grpc.config.ServiceConfig;
import dev.yodel.gatling.grpc.config.TlsIdentity;
import dev.yodel.gatling.grpc.config.TransportSettings;
import dev.yodel.gatling.grpc.config.TransportSettings.KeepAlive;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import dev.yodel.gatling.grpc.protocol.GrpcProtocol;
import dev.yodel.gatling.grpc.protocol.SchemaSource;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.core.protocol.Protocol;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.grpc.ChannelCredentials;
import io.grpc.ProxyDetector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Configures where and how calls are made; starts with {@code GrpcDsl.grpc.target("host:port")}. Immutable: each method returns a
 * new builder.
 *
 * <p>TLS is used unless configured otherwise. A server must present a certificate that the JVM trusts for its host
 * name.
 */
public final class GrpcProtocolBuilder extends GrpcCallOptions<GrpcProtocolBuilder> implements ProtocolBuilder {

    private final GrpcProtocol protocol;

    private GrpcProtocolBuilder(GrpcProtocol protocol) {
        this.protocol = protocol;
    }

    // Targets.

    /** Adds a target for calls that select it by {@code on(name)}. All other settings apply to it too. */
    public GrpcProtocolBuilder target(String name, String target) {
        return with(channel().withTarget(name, target));
    }

    /** The authority to send in calls and to verify in certificates, instead of the target's. */
    public GrpcProtocolBuilder authority(String authority) {
        return with(channel().withAuthority(authority));
    }

    /** Connects through an HTTP proxy (CONNECT), instead of the one that the JVM's proxy selector returns. */
    public GrpcProtocolBuilder proxy(String host, int port) {
        return proxy(new HttpProxy(host, port, null, null));
    }

    /** Connects through an HTTP proxy that requires authentication. */
    public GrpcProtocolBuilder proxy(String host, int port, String user, String password) {
        return proxy(new HttpProxy(host, port, user, password));
    }

    /** Selects a proxy for each address; null is a direct connection. */
    public GrpcProtocolBuilder proxy(ProxyDetector detector) {
        return with(routing().withProxy(detector));
    }

    // Security.

    /** Uses HTTP/2 without TLS. */
    public GrpcProtocolBuilder usePlaintext() {
        return with(new Security.Plaintext());
    }

    /** Trusts the certificates in a PEM file, and those issued by them, instead of those that the JVM trusts. */
    public GrpcProtocolBuilder trustCertificates(String pemFile) {
        return with(channel().tls().trusting(Path.of(pemFile)));
    }

    /** Trusts any certificate for any name. For test environments only. */
    public GrpcProtocolBuilder trustAllCertificates() {
        return with(channel().tls().trustingAll());
    }

    /** Presents a client certificate (mTLS): PEM files of the certificate and of its key, unencrypted PKCS #8. */
    public GrpcProtocolBuilder clientCertificate(String pemFile, String keyPemFile) {
        return with(channel().tls().as(new TlsIdentity(Path.of(pemFile), Path.of(keyPemFile))));
    }

    /** Uses channel credentials of gRPC instead of the TLS settings of this builder. */
    public GrpcProtocolBuilder channelCredentials(ChannelCredentials credentials) {
        return with(new Security.Given(credentials));
    }

    // Routing and retries.

    /**
     * The service config if name resolution returns none: retries, hedging, time-outs, health checks and load balancing
     * by method. Consists of maps, lists, strings, numbers, booleans and nulls.
     */
    public GrpcProtocolBuilder serviceConfig(Map<String, ?> config) {
        return with(routing().withServiceConfig(new ServiceConfig(config)));
    }

    /** The service config as JSON. */
    public GrpcProtocolBuilder serviceConfig(String json) {
        return with(routing().withServiceConfig(ServiceConfig.parse(json)));
    }

    /** The load-balancing policy unless the service config has one. {@code pick_first} by default. */
    public GrpcProtocolBuilder loadBalancingPolicy(String policy) {
        return with(routing().withLoadBalancingPolicy(policy));
    }

    /** Disables all retries, including the transparent retries of calls that no server has seen. */
    public GrpcProtocolBuilder disableRetries() {
        return with(routing().withoutRetries());
    }

    // Channels. One shared channel by default.

    /** A pool of channels, used in turn by call. */
    public GrpcProtocolBuilder pool(int channels) {
        return with(pool().withSize(channels));
    }

    /** A call uses the channel with the fewest open calls instead of the next one in turn. */
    public GrpcProtocolBuilder fewestOpenCalls() {
        return with(pool().withChoice(PoolSettings.Choice.FEWEST_CALLS));
    }

    /** Each user has its own channel or pool, which is closed when the user ends. */
    public GrpcProtocolBuilder channelPerUser() {
        return with(pool().withOwner(PoolSettings.Owner.USER));
    }

    /**
     * Each of Gatling's event loops has its own channel or pool. A user stays on one event loop, so users and their
     * connection share a thread, and no response has to wake another one.
     */
    public GrpcProtocolBuilder channelPerEventLoop() {
        return with(pool().withOwner(PoolSettings.Owner.EVENT_LOOP));
    }

    /**
     * The maximum number of concurrent calls per channel. When all channels are full, another one is opened, up to
     * {@link #maxChannels}. Beyond that, calls use the channel with the fewest calls, and are counted.
     */
    public GrpcProtocolBuilder maxStreamsPerChannel(int streams) {
        return with(pool().withMaxStreams(streams));
    }

    /** The maximum number of open channels, per user or event loop if these have their own. 100 by default. */
    public GrpcProtocolBuilder maxChannels(int channels) {
        return with(pool().withMaxChannels(channels));
    }

    /**
     * The maximum age of a channel, at least 100 ms: the first call after that uses a new channel, and the old one is
     * closed after its last call. Unlimited by default.
     */
    public GrpcProtocolBuilder maxChannelAge(Duration age) {
        return with(pool().withMaxAge(age));
    }

    /**
     * The number of calls per channel: the next call uses a new channel, and the old one is closed after its last call. With
     * 1, each call has a connection of its own. Unlimited by default.
     */
    public GrpcProtocolBuilder maxCallsPerChannel(int calls) {
        return with(pool().withMaxCalls(calls));
    }

    // Connections.

    /** Sends an HTTP/2 ping after this time without data, at least 10 s, with a time-out of 20 s. Off by default. */
    public GrpcProtocolBuilder keepAlive(Duration time) {
        return keepAlive(time, KeepAlive.DEFAULT_TIMEOUT);
    }

    /** Sends an HTTP/2 ping after this time without data, at least 10 s, with a time-out for its answer. */
    public GrpcProtocolBuilder keepAlive(Duration time, Duration timeout) {
        return with(transport().withKeepAlive(new KeepAlive(time, timeout, false)));
    }

    /** Sends pings also without open calls. Servers may close the connection for it. */
    public GrpcProtocolBuilder keepAliveWithoutCalls(Duration time, Duration timeout) {
        return with(transport().withKeepAlive(new KeepAlive(time, timeout, true)));
    }

    /** Closes connections after this time without calls, at least 1 s. 30 min by default. */
    public GrpcProtocolBuilder idleTimeout(Duration timeout) {
        return with(transport().withIdleTimeout(timeout));
    }

    /** The maximum size of received headers, and of trailers, in bytes. 8 KiB by default. */
    public GrpcProtocolBuilder maxInboundMetadataSize(int bytes) {
        return with(transport().withMaxInboundMetadataSize(bytes));
    }

    /**
     * The initial HTTP/2 flow-control window of a stream in bytes, which gRPC then adapts to the network. 1 MiB by
     * default.
     */
    public GrpcProtocolBuilder initialFlowControlWindow(int bytes) {
        return with(transport().withFlowControlWindow(bytes));
    }

    /** The user agent, which precedes gRPC's own name. */
    public GrpcProtocolBuilder userAgent(String userAgent) {
        return with(transport().withUserAgent(userAgent));
    }

    // Streams, schemas and samples.

    /** The time-out of awaits on streams that have none of their own. 30 s by default. */
    public GrpcProtocolBuilder awaitTimeout(Duration timeout) {
        return new GrpcProtocolBuilder(protocol.withAwaitTimeout(timeout));
    }

    /** The source of schemas for methods without stubs. Server reflection of the target by default. */
    public GrpcProtocolBuilder schema(SchemaSource source) {
        return new GrpcProtocolBuilder(protocol.withSchema(source));
    }

    /** Adds a listener that receives every sample. */
    public GrpcProtocolBuilder listener(SampleListener listener) {
        return new GrpcProtocolBuilder(protocol.withListener(listener));
    }

    /**
     * Whether every call is also reported to Gatling, in milliseconds, for its console, assertions and report. On by
     * default. Switching it off saves a third of the CPU time per call.
     */
    public GrpcProtocolBuilder gatlingStats(boolean enabled) {
        return new GrpcProtocolBuilder(protocol.withGatlingStats(enabled));
    }

    /**
     * Validates the settings and returns the protocol.
     *
     * @throws IllegalArgumentException if its channels cannot be created, for example if a certificate file is missing
     */
    @Override
    public Protocol protocol() {
        ChannelOpener.check(channel());
        return protocol;
    }

    @Override
    CallSettings settings() {
        return protocol.calls();
    }

    @Override
    GrpcProtocolBuilder with(CallSettings newSettings) {
        return new GrpcProtocolBuilder(protocol.withCalls(newSettings));
    }

    private ChannelSettings channel() {
        return protocol.channel();
    }

    private TransportSettings transport() {
        return channel().transport();
    }

    private RoutingSettings routing() {
        return channel().routing();
    }

    private PoolSettings pool() {
        return channel().pool();
    }

    private GrpcProtocolBuilder with(ChannelSettings newChannel) {
        return new GrpcProtocolBuilder(protocol.withChannel(newChannel));
    }

    private GrpcProtocolBuilder with(Security security) {
        return with(channel().withSecurity(security));
    }

    private GrpcProtocolBuilder with(TransportSettings transport) {
        return with(channel().withTransport(transport));
    }

    private GrpcProtocolBuilder with(RoutingSettings routing) {
        return with(channel().withRouting(routing));
    }

    private GrpcProtocolBuilder with(PoolSettings pool) {
        return with(channel().withPool(pool));
    }

    /** A protocol without a target yet. */
    public static final class Start {

        Start() {}

        /** The default target: {@code host:port}, or any other target that gRPC's name resolvers support. */
        public GrpcProtocolBuilder target(String target) {
            return channels(ChannelSettings.of(target));
        }

        /** Targets, security and connections from settings that a program has: the harness uses them for its own calls too. */
        public GrpcProtocolBuilder channels(ChannelSettings settings) {
            return new GrpcProtocolBuilder(GrpcProtocol.of(settings, GrpcDsl.reflection()));
        }
    }
}
