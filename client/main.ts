import '@fontsource-variable/inter/wght.css';
import './tokens.css';
import './base.css';
import { mount } from 'svelte';
import { loadWords } from './messages/messages.svelte.ts';
import Root from './Root.svelte';
import { view } from './state/view.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app"');
// not awaited at the top: what is fetched later shares this file, and could not be fetched while it waits
void loadWords(view.language).then(() => mount(Root, { target }));
