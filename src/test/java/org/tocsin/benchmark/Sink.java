package org.tocsin.benchmark;

/** A mail server that takes every message and keeps none, and says from outside how many there were. */
interface Sink extends AutoCloseable {

    int port();

    /** Messages taken so far, by the sink's own count. */
    long messages();

    /** Bytes received so far, SMTP commands included. */
    long bytes();

    @Override
    void close();
}
