/**
 * Moves approved batches on: starts them, releases their people, holds them by their own rules, completes them, takes them up
 * again.
 *
 * <p>May use: what {@code dispatch} may use, and {@code dispatch.seal}.
 */
package org.tocsin.dispatch.progress;
