package org.tocsin.dispatch.seal;

import jakarta.enterprise.context.ApplicationScoped;
import org.tocsin.batch.Batch;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.Channels;

/** Whether the channels of this replica are still those that a batch was approved for. */
@ApplicationScoped
public class ApprovedChannels {

    private final Channels channels;

    ApprovedChannels(Channels channels) {
        this.channels = channels;
    }

    /** Whether every channel of the batch is there, still writes from the approved sender, and is as real as it was. */
    public boolean standFor(Batch batch) {
        return batch.senders.entrySet().stream()
                .allMatch(sender -> standsFor(batch, sender.getKey(), sender.getValue()));
    }

    private boolean standsFor(Batch batch, ChannelKind kind, String sender) {
        return channels.find(kind, batch.drill)
                .filter(channel -> channel.sender().equals(sender))
                .filter(channel -> channel.simulated() || !batch.simulated)
                .filter(channel -> !channel.simulated() || batch.drill || batch.simulated)
                .isPresent();
    }
}
