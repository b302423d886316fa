package dev.yodel.service.limits;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Networks in CIDR notation, such as {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone is a network of one. */
public final class Networks {

    private record Network(InetAddress base, int bits) {

        boolean contains(byte[] other) {
            byte[] address = base.getAddress();
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Parses networks that are separated by commas; none if the text is empty.
     *
     * @throws IllegalArgumentException if one of them is malformed
     */
    public static Networks parse(String text) {
        List<Network> networks = new ArrayList<>();
        for (String network : Splitter.on(',').trimResults().omitEmptyStrings().split(text)) {
            int slash = network.indexOf('/');
            InetAddress address = InetAddresses.forString(slash < 0 ? network : network.substring(0, slash));
            int maxBits = address.getAddress().length * 8;
            int bits = slash < 0 ? maxBits : Integer.parseInt(network.substring(slash + 1));
            if (bits < 0 || bits > maxBits) {
                throw new IllegalArgumentException(network);
            }
            networks.add(new Network(address, bits));
        }
        return new Networks(networks);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }
}
