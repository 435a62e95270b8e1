/**
 * Letters to those whom no channel reached: the substitute list out to a print house, and what was mailed or returned back in.
 *
 * <p>May use: what it needs; nothing may use it.
 */
package org.tocsin.letter;
