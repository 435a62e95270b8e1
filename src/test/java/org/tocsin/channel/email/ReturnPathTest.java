package org.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tocsin.channel.TestMessages;
import org.tocsin.testing.TestKeys;

/** A return path names its delivery, and only we can make one. */
class ReturnPathTest {

    private static final UUID DELIVERY = TestMessages.DELIVERY;

    private final ReturnPath returnPath = new ReturnPath(new TestKeys("ours"));

    @Test
    void namesItsDelivery() {
        String address = returnPath.address(DELIVERY, "bounces.example.com");

        assertThat(returnPath.verify(address)).contains(DELIVERY);
        assertThat(returnPath.verify(address.toUpperCase(Locale.ROOT)))
                .as("servers on the way may change the case")
                .contains(DELIVERY);
    }

    @Test
    void fitsIntoALocalPart() {
        assertThat(returnPath.address(DELIVERY, "example.com").indexOf('@')).isLessThanOrEqualTo(64);
    }

    @Test
    void aChangedDeliveryIsFoundOut() {
        String address = returnPath.address(DELIVERY, "example.com");
        String other = UUID.randomUUID().toString().replace("-", "");

        assertThat(returnPath.verify("bounce+" + other + address.substring("bounce+".length() + 32)))
                .isEmpty();
    }

    @Test
    void anotherKeyOrAnotherUseDoesNotPass() {
        assertThat(returnPath.verify(new ReturnPath(new TestKeys("theirs")).address(DELIVERY, "example.com")))
                .isEmpty();
        String header = new DeliveryHeader(new TestKeys("ours")).value(DELIVERY);
        assertThat(returnPath.verify("bounce+" + header + "@example.com")).isEmpty();
    }

    @Test
    void otherAddressesAreNobodys() {
        assertThat(returnPath.verify("notices@example.com")).isEmpty();
        assertThat(returnPath.verify("bounce+@example.com")).isEmpty();
        assertThat(returnPath.verify("bounce")).isEmpty();
        assertThat(returnPath.verify("")).isEmpty();
    }
}
