package org.tocsin.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops an SMTP exchange at one moment until the test lets it go on. */
public final class Hold implements SmtpAction {

    private final SmtpAction after;
    private final boolean takes;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private Hold(SmtpAction after, boolean takes) {
        this.after = after;
        this.takes = takes;
    }

    /** @param after what happens once it is let go */
    public static Hold then(SmtpAction after) {
        return new Hold(after, false);
    }

    /** For the final dot: the message is taken, and then held. */
    public static Hold takenThen(SmtpAction after) {
        return new Hold(after, true);
    }

    /** Waits until the exchange has come here. */
    public Hold awaitReached() throws InterruptedException {
        if (!reached.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the exchange did not get to where it is held");
        }
        return this;
    }

    /** Lets it go on, and waits until what happens then has happened. */
    public void release() throws InterruptedException {
        released.countDown();
        if (!ended.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the exchange did not go on");
        }
    }

    @Override
    public int answer(OutputStream client, CountDownLatch closing) throws IOException, InterruptedException {
        reached.countDown();
        try {
            while (!released.await(50, TimeUnit.MILLISECONDS)) {
                if (closing.getCount() == 0) {
                    return 0;
                }
            }
            return after.answer(client, closing);
        } finally {
            ended.countDown();
        }
    }

    @Override
    public boolean takesMessage() {
        return takes;
    }
}
