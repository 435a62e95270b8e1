package org.tocsin.batch;

/** Said when a batch has been opened, so that its planning need not wait for the next look round; heard after the commit. */
public record BatchOpened() {}
