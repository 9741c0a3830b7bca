import { css } from "./lit.js";

export const styles = css`
  ha-card {
    height: 100%;
    box-sizing: border-box;
    padding: var(--ha-space-4, 16px);
    overflow: hidden;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--ha-space-2, 8px) var(--ha-space-4, 16px);
    margin-block-end: var(--ha-space-3, 12px);
  }
  header:empty {
    display: none;
  }
  h2 {
    margin: 0;
    font: inherit;
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.3;
    color: var(--ha-card-header-color, var(--primary-text-color));
  }
  ha-icon {
    display: flex;
    flex: none;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    border: none;
    min-height: 44px;
    min-width: 44px;
    -webkit-tap-highlight-color: transparent;
  }
  button:focus-visible,
  .empty:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--ha-space-2, 8px);
  }
  .chips button {
    padding: 0 var(--ha-space-4, 16px);
    border: 1px solid var(--divider-color);
    border-radius: 22px;
    background: none;
    color: var(--primary-text-color);
    font-size: var(--ha-font-size-m, 14px);
  }
  .chips button[aria-checked="true"] {
    border-color: var(--primary-color);
    background: color-mix(in srgb, var(--primary-color) 18%, transparent);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .chips .count {
    margin-inline-start: 6px;
    color: var(--secondary-text-color);
  }

  ul {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: var(--ha-space-4, 16px) var(--gap);
    --gap: var(--ha-space-3, 12px);
    /* Two beside each other also on a small phone. */
    --narrowest: min(148px, calc((100% - var(--gap)) / 2));
    grid-template-columns: repeat(auto-fill, minmax(var(--narrowest), 1fr));
  }
  ul.columns {
    /* At most so many; fewer where they would become too narrow to press. */
    --share: calc((100% - (var(--columns) - 1) * var(--gap)) / var(--columns));
    grid-template-columns: repeat(auto-fill, minmax(max(var(--narrowest), var(--share)), 1fr));
  }
  li {
    display: flex;
    flex-direction: column;
    min-width: 0;
    overflow-wrap: anywhere;
    container-type: inline-size;
  }

  .picture {
    position: relative;
    aspect-ratio: 2 / 3;
    margin-block-end: var(--ha-space-2, 8px);
    overflow: hidden;
    border-radius: var(--ha-border-radius-md, 8px);
    background: var(--secondary-background-color);
  }
  img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .placeholder {
    height: 100%;
    box-sizing: border-box;
    padding: var(--ha-space-8, 32px) var(--ha-space-3, 12px) var(--ha-space-3, 12px);
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--ha-space-2, 8px);
    text-align: center;
    color: var(--secondary-text-color);
    --mdc-icon-size: 40px;
  }
  .placeholder span {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
    overflow: hidden;
  }
  .badge {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-start: 6px;
    max-width: calc(100% - 12px);
    box-sizing: border-box;
    padding: 3px 8px;
    border-radius: 12px;
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-bold, 600);
    line-height: 1.4;
    background: var(--card-background-color);
    color: var(--primary-text-color);
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.4);
  }
  .badge.soon {
    background: var(--warning-color);
    color: var(--ha-color-neutral-05, black);
  }
  .badge.now {
    background: var(--ha-color-fill-danger-loud-resting, var(--error-color));
    color: var(--ha-color-on-danger-loud, var(--text-primary-color));
  }
  .badge .date {
    margin-inline-start: 6px;
    font-weight: var(--ha-font-weight-normal, 400);
  }

  .title {
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.3;
    color: var(--primary-text-color);
  }
  .title,
  .why {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .facts,
  .why {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 1.4;
    color: var(--secondary-text-color);
  }
  .why {
    -webkit-line-clamp: 5;
  }
  .facts span + span::before {
    content: " · ";
  }
  .buttons {
    display: flex;
    gap: var(--ha-space-1, 4px);
    margin-block-start: auto;
    padding-block-start: var(--ha-space-2, 8px);
    --mdc-icon-size: 20px;
  }
  .buttons button {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    padding: 0 4px;
    border-radius: var(--ha-border-radius-md, 8px);
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
    color: var(--primary-text-color);
  }
  .buttons .keep {
    flex: 1;
    min-width: 0;
    background: color-mix(in srgb, var(--primary-color) 20%, transparent);
  }
  @container (max-width: 146px) {
    .keep ha-icon {
      display: none;
    }
  }
  @media (hover: hover) {
    .buttons button:hover,
    .more:hover {
      background: color-mix(in srgb, var(--primary-color) 32%, transparent);
    }
  }
  .more {
    display: block;
    width: 100%;
    margin-block-start: var(--ha-space-4, 16px);
    border-radius: var(--ha-border-radius-md, 8px);
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
    color: var(--primary-text-color);
  }

  .rest {
    margin: var(--ha-space-4, 16px) 0 0;
    text-align: center;
    color: var(--secondary-text-color);
  }

  .hint,
  .problem {
    display: flex;
    align-items: center;
    gap: var(--ha-space-3, 12px);
    padding: var(--ha-space-3, 12px);
    border-radius: var(--ha-border-radius-md, 8px);
    color: var(--primary-text-color);
    background: color-mix(in srgb, var(--warning-color) 16%, transparent);
  }
  .hint {
    margin-block-end: var(--ha-space-4, 16px);
  }
  .hint ha-icon {
    color: var(--warning-color);
  }
  .problem {
    background: color-mix(in srgb, var(--error-color) 16%, transparent);
  }
  .problem ha-icon {
    color: var(--error-color);
  }
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--ha-space-3, 12px);
    padding: var(--ha-space-8, 32px) var(--ha-space-4, 16px);
    text-align: center;
    color: var(--secondary-text-color);
    --mdc-icon-size: 48px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @keyframes breathe {
    50% {
      opacity: 0.5;
    }
  }
  .skeleton .picture {
    animation: breathe 1.6s ease-in-out infinite;
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton .picture {
      animation: none;
    }
  }
`;
