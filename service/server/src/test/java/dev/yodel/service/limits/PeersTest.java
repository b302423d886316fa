package dev.yodel.service.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest {

    private final Peers peers = new Peers(new Admission(3, 2, 10, 4, 5, 2, 3, Networks.parse("10.0.0.0/8,fd00::/8")));

    @Test
    void connections_are_limited_per_address_and_for_the_server() {
        Peer one = peer("192.0.2.1");
        Peer two = peer("192.0.2.2");
        assertThat(peers.connect(one)).isNull();
        assertThat(peers.connect(one)).isNull();
        assertThat(peers.connect(one))
                .isEqualTo("connections of 192.0.2.1: 2 (expected: at most 2, see --max-connections-per-peer)");
        assertThat(peers.connect(two)).isNull();
        assertThat(peers.connect(two)).isEqualTo("connections: 3 (expected: at most 3, see --max-connections)");

        peers.disconnected(one);
        assertThat(peers.connect(two)).isNull();
    }

    @Test
    void limits_per_address_do_not_apply_to_trusted_proxies() {
        Peer proxy = peer("10.1.2.3");
        for (int i = 0; i < 3; i++) {
            assertThat(peers.connect(proxy)).isNull();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(peers.start(proxy, true)).isNull();
        }
        assertThat(peers.start(proxy, true)).isEqualTo("open streams: 5 (expected: at most 5, see --max-streams)");
        assertThat(peer("fd12::1").trusted).isTrue();
        assertThat(peer("11.1.2.3").trusted).isFalse();
    }

    @Test
    void the_addresses_of_an_ipv6_network_are_one_peer() {
        assertThat(peer("2001:db8::1")).isSameAs(peer("2001:db8::ffff:2"));
        assertThat(peer("2001:db8:0:1::1")).isNotSameAs(peer("2001:db8::1"));
    }

    @Test
    void unary_calls_and_streams_are_counted_apart() {
        Peer peer = peer("192.0.2.1");
        assertThat(peers.start(peer, true)).isNull();
        assertThat(peers.start(peer, true)).isNull();
        assertThat(peers.start(peer, true))
                .isEqualTo("open streams of 192.0.2.1: 2 (expected: at most 2, see --max-streams-per-peer)");
        peers.end(peer, true);
        assertThat(peers.start(peer, false)).isNull();

        peers.end(peer, true);
        assertThat(peers.start(peer, true)).isNull();
    }

    @Test
    void resets_count_for_half_a_minute_also_while_the_peer_is_not_connected() {
        Peer peer = peer("192.0.2.1");
        assertThat(peer.countReset(1)).isTrue();
        assertThat(peer.countReset(2)).isTrue();
        assertThat(peer.countReset(3)).isTrue();
        assertThat(peer.countReset(4)).isFalse();

        peers.tick(20);
        assertThat(peer("192.0.2.1")).isSameAs(peer);
        peers.tick(40);
        assertThat(peer("192.0.2.1")).isNotSameAs(peer);
        assertThat(peer.countReset(40)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "example.com", "::1/129", "10.0.0.1/-1", "10.0.0.1/x"})
    void malformed_networks_are_refused(String text) {
        assertThatThrownBy(() -> Networks.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private Peer peer(String address) {
        return peers.peer(new InetSocketAddress(InetAddresses.forString(address), 1));
    }
}
