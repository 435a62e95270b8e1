package org.tocsin.channel;

/** The ways in which a notice can reach a person. */
public enum ChannelKind {
    EMAIL,
    SMS
}
