package dev.yodel.service.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What the server gives to its gateway.
 *
 * @param address the address to listen on
 * @param server the address of the gRPC server
 * @param identity the certificate and key of both ports, as they are at any time; null without TLS
 * @param origins the origins whose pages may call; {@code *} for all
 * @param languages the languages of greetings, as BCP 47 tags
 * @param maxMessageSize the maximum size of a message in bytes
 * @param maxMetadataSize the maximum size of the headers of a request in bytes
 * @param clients who may connect, and by which names limits per client count
 * @param maxRequestsPerPeer the maximum number of requests that one client address may have open
 * @param bodyMemory the maximum size of all bodies that are incomplete or not answered yet
 * @param bodyMemoryPerPeer the same, of one client address
 * @param bodyTimeout how long the body of a request with one message may take
 */
public record GatewaySetup(
        InetSocketAddress address,
        InetSocketAddress server,
        @Nullable X509KeyManager identity,
        List<String> origins,
        List<String> languages,
        int maxMessageSize,
        int maxMetadataSize,
        GatewayClients clients,
        int maxRequestsPerPeer,
        long bodyMemory,
        long bodyMemoryPerPeer,
        Duration bodyTimeout) {}
