package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.channel.ChannelOpener;
import dev.yodel.gatling.grpc.protocol.SchemaSource;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.HttpProxy;
import dev.yodel.gatling.grpc.config.PoolSettings;
import dev.yodel.gatling.grpc.config.RoutingSettings;
import dev.yodel.gatling.grpc.config.Security;
import dev.yodel.gatling.grpc.config.ServiceConfig;
import dev.yodel.gatling.grpc.config.TlsIdentity;
import dev.yodel.gatling.grpc.config.TransportSettings;
import dev.yodel.gatling.grpc.config.TransportSettings.KeepAlive;
import dev.yodel.gatling.grpc.protocol.GrpcProtocol;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.core.protocol.Protocol;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.grpc.ChannelCredentials;
import io.grpc.ProxyDetector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Says where and how calls go. Immutable: each method gives a new one.
 *
 * <p>Without a word on security, connections are TLS, and a server must show a certificate that the JVM trusts, for the
 * name it is called by.
 */
public final class GrpcProtocolBuilder extends GrpcCallOptions<GrpcProtocolBuilder> implements ProtocolBuilder {

    private final GrpcProtocol protocol;

    private GrpcProtocolBuilder(GrpcProtocol protocol) {
        this.protocol = protocol;
    }

    // Where to.

    /** One more target, for the calls that choose it by {@code on(name)}. All else that is said here holds for it too. */
    public GrpcProtocolBuilder target(String name, String target) {
        return with(channel().withTarget(name, target));
    }

    /** The authority to name in calls, and to look for in certificates, instead of the target's. */
    public GrpcProtocolBuilder authority(String authority) {
        return with(channel().withAuthority(authority));
    }

    /** Goes through an HTTP proxy, by CONNECT, instead of the one that the JVM's proxy selector says. */
    public GrpcProtocolBuilder proxy(String host, int port) {
        return proxy(new HttpProxy(host, port, null, null));
    }

    /** Goes through an HTTP proxy that wants to know who we are. */
    public GrpcProtocolBuilder proxy(String host, int port, String user, String password) {
        return proxy(new HttpProxy(host, port, user, password));
    }

    /** Asks, for each address, which proxy to go through; for none where the answer is null. */
    public GrpcProtocolBuilder proxy(ProxyDetector detector) {
        return with(routing().withProxy(detector));
    }

    // How servers are told from impostors.

    /** Speaks HTTP/2 without TLS. */
    public GrpcProtocolBuilder usePlaintext() {
        return with(new Security.Plaintext());
    }

    /** Trusts the certificates of a PEM file, and those issued by them, instead of what the JVM trusts. */
    public GrpcProtocolBuilder trustCertificates(String pemFile) {
        return with(channel().tls().trusting(Path.of(pemFile)));
    }

    /** Trusts any server, whatever it shows, for any name. Only where nothing but load is at stake. */
    public GrpcProtocolBuilder trustAllCertificates() {
        return with(channel().tls().trustingAll());
    }

    /** Shows a certificate to servers that ask (mTLS): PEM files of it and of its key, PKCS #8 and not encrypted. */
    public GrpcProtocolBuilder clientCertificate(String pemFile, String keyPemFile) {
        return with(channel().tls().as(new TlsIdentity(Path.of(pemFile), Path.of(keyPemFile))));
    }

    /** Connects by credentials of gRPC's own, in place of all that could be said of TLS here. */
    public GrpcProtocolBuilder channelCredentials(ChannelCredentials credentials) {
        return with(new Security.Given(credentials));
    }

    // How calls are routed, and retried.

    /**
     * The service config where name resolution brings none: retries, hedging, time-outs, health checks and load
     * balancing, by method. Maps, lists, strings, numbers, booleans and nulls.
     */
    public GrpcProtocolBuilder serviceConfig(Map<String, ?> config) {
        return with(routing().withServiceConfig(new ServiceConfig(config)));
    }

    /** The service config as JSON. */
    public GrpcProtocolBuilder serviceConfig(String json) {
        return with(routing().withServiceConfig(ServiceConfig.parse(json)));
    }

    /** How servers are chosen among several, where the service config does not say it: {@code pick_first} by default. */
    public GrpcProtocolBuilder loadBalancingPolicy(String policy) {
        return with(routing().withLoadBalancingPolicy(policy));
    }

    /** Retries nothing, not even calls that no server has seen, which gRPC by default retries on its own. */
    public GrpcProtocolBuilder disableRetries() {
        return with(routing().withoutRetries());
    }

    // How many channels there are. One for all by default.

    /** So many channels from the start, taken in turn by call. */
    public GrpcProtocolBuilder pool(int channels) {
        return with(pool().withSize(channels));
    }

    /** A call takes the channel with the fewest open calls, and not the next one in turn. */
    public GrpcProtocolBuilder fewestOpenCalls() {
        return with(pool().withChoice(PoolSettings.Choice.FEWEST_CALLS));
    }

    /** Each user has a channel of its own, or a pool of its own, closed when the user ends. */
    public GrpcProtocolBuilder channelPerUser() {
        return with(pool().withOwner(PoolSettings.Owner.USER));
    }

    /**
     * Each of Gatling's event loops, of which a user has one for life, has a channel of its own, or a pool of its own. So
     * users and their connection are on one thread, and no answer wakes another one.
     */
    public GrpcProtocolBuilder channelPerEventLoop() {
        return with(pool().withOwner(PoolSettings.Owner.EVENT_LOOP));
    }

    /**
     * How many calls a channel may carry at once: a further one is opened when all are full, up to
     * {@link #maxChannels}. With that many, all full, calls go to the one with the fewest, and are counted for it.
     */
    public GrpcProtocolBuilder maxStreamsPerChannel(int streams) {
        return with(pool().withMaxStreams(streams));
    }

    /** How many channels there may be at once, or of each user or event loop where these have their own. 100 by default. */
    public GrpcProtocolBuilder maxChannels(int channels) {
        return with(pool().withMaxChannels(channels));
    }

    /**
     * How long a channel takes calls, at least 100 ms: the first call after that goes to a fresh one, and the old one is
     * closed after its last call. For ever by default.
     */
    public GrpcProtocolBuilder maxChannelAge(Duration age) {
        return with(pool().withMaxAge(age));
    }

    // How connections are kept.

    /** Asks a silent server after this time, at least 10 s, whether it lives; gives it 20 s. Off by default. */
    public GrpcProtocolBuilder keepAlive(Duration time) {
        return keepAlive(time, KeepAlive.DEFAULT_TIMEOUT);
    }

    /** Asks a silent server after this time, at least 10 s, whether it lives, and gives it this long to answer. */
    public GrpcProtocolBuilder keepAlive(Duration time, Duration timeout) {
        return with(transport().withKeepAlive(new KeepAlive(time, timeout, false)));
    }

    /** Asks also where no call is open. Servers may hang up on it. */
    public GrpcProtocolBuilder keepAliveWithoutCalls(Duration time, Duration timeout) {
        return with(transport().withKeepAlive(new KeepAlive(time, timeout, true)));
    }

    /** After how long without a call connections are let go, at least 1 s. 30 min by default. */
    public GrpcProtocolBuilder idleTimeout(Duration timeout) {
        return with(transport().withIdleTimeout(timeout));
    }

    /** How many bytes of headers, and of trailers, a call may receive. 8 KiB by default. */
    public GrpcProtocolBuilder maxInboundMetadataSize(int bytes) {
        return with(transport().withMaxInboundMetadataSize(bytes));
    }

    /**
     * How many bytes a server may send ahead on a stream at first, before gRPC adjusts it to what the network carries.
     * 1 MiB by default.
     */
    public GrpcProtocolBuilder initialFlowControlWindow(int bytes) {
        return with(transport().withFlowControlWindow(bytes));
    }

    /** Who we say we are, before gRPC's own name. */
    public GrpcProtocolBuilder userAgent(String userAgent) {
        return with(transport().withUserAgent(userAgent));
    }

    // How the scenario reads, and what becomes of the samples.

    /** How long an await of a stream waits that says nothing itself. 30 s by default. */
    public GrpcProtocolBuilder awaitTimeout(Duration timeout) {
        return new GrpcProtocolBuilder(protocol.withAwaitTimeout(timeout));
    }

    /** Where methods that a scenario names without a stub are described. The target's own reflection by default. */
    public GrpcProtocolBuilder schema(SchemaSource source) {
        return new GrpcProtocolBuilder(protocol.withSchema(source));
    }

    /** One more listener who is told of every sample. */
    public GrpcProtocolBuilder listener(SampleListener listener) {
        return new GrpcProtocolBuilder(protocol.withListener(listener));
    }

    /**
     * Whether every call is also told to Gatling, in its milliseconds. On by default: its console, assertions and report
     * are made of it. Off saves a third of the time that the injector spends on a call.
     */
    public GrpcProtocolBuilder gatlingStats(boolean enabled) {
        return new GrpcProtocolBuilder(protocol.withGatlingStats(enabled));
    }

    /**
     * The protocol, once it is certain that its channels can be made.
     *
     * @throws IllegalArgumentException if they cannot: a file that is missing or no certificate, a wrong service config
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

    /** The start of a protocol, before it has a target. */
    public static final class Start {

        Start() {}

        /** The target of calls that choose none: {@code host:port}, or what else gRPC's name resolvers understand. */
        public GrpcProtocolBuilder target(String target) {
            return new GrpcProtocolBuilder(GrpcProtocol.of(target, GrpcDsl.reflection()));
        }
    }
}
