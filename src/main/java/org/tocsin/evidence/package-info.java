/**
 * What we can prove later: an append-only, hash-chained log and its check.
 *
 * <p>May use: the floor.
 */
package org.tocsin.evidence;
