package org.tocsin.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IP addresses.
 *
 * @param prefix how many leading bits all of them share
 */
record Network(InetAddress first, int prefix) {

    /** Digits only: a name would be asked for. */
    private static final Pattern CIDR = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");

    /**
     * @param cidr such as {@code 10.0.0.0/8} or {@code fd00::/8} (RFC 4632, RFC 4291)
     * @throws IllegalArgumentException when it is none
     */
    static Network parse(String cidr) {
        Matcher parts = CIDR.matcher(cidr);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a network such as 10.0.0.0/8: " + cidr);
        }
        try {
            InetAddress first = InetAddress.getByName(parts.group(1));
            int prefix = Integer.parseInt(parts.group(2));
            if (prefix > 8 * first.getAddress().length) {
                throw new IllegalArgumentException("a prefix longer than the address: " + cidr);
            }
            return new Network(first, prefix);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a network such as 10.0.0.0/8: " + cidr);
        }
    }

    boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
