package org.tocsin.channel;

import java.util.Optional;

/** The channels that this deployment has. */
public interface Channels {

    /**
     * The channel that carries a kind of message.
     *
     * @param drill true for a drill, which gets the sandbox and nothing else
     * @return empty when no provider is configured for that kind (the sandbox never stands in by itself)
     */
    Optional<MessageChannel> find(ChannelKind kind, boolean drill);
}
