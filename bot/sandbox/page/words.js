// Every word of the page, in both languages: [Russian, English]. {name} is filled in.

const WORDS = {
  // the page
  sandbox: ['песочница', 'sandbox'],
  all_invented: ['Люди здесь придуманы, наружу ничего не уходит', 'Everybody here is made up, nothing leaves this machine'],
  left: ['Левый телефон', 'Left phone'],
  right: ['Правый телефон', 'Right phone'],
  tools: ['За сценой', 'Backstage'],
  screens: ['Экраны', 'Screens'],
  line_broken: ['Связь с песочницей прервалась, пробую снова…', 'The line to the sandbox broke, trying again…'],
  no_sandbox: ['Песочница не отвечает', 'The sandbox does not answer'],
  try_again: ['Попробовать ещё раз', 'Try again'],
  close: ['Закрыть', 'Close'],
  cancel: ['Отмена', 'Cancel'],
  ok: ['Понятно', 'OK'],
  open: ['Открыть', 'Open'],
  add: ['Добавить', 'Add'],
  set: ['Поставить', 'Set'],

  // who and where
  i_am: ['Я', 'I am'],
  person_picker: ['Кто я', 'Who am I'],
  chat_picker: ['Чаты', 'Chats'],
  chat_menu: ['Ещё', 'More'],
  bot: ['бот', 'bot'],
  topics: ['Темы', 'Topics'],
  all_topics: ['Все темы', 'All topics'],
  general_topic: ['Общая', 'General'],
  no_messages: ['сообщений нет', 'no messages yet'],
  unread_elsewhere: ['непрочитанных в других чатах: {n}', '{n} unread in other chats'],
  channel_read_only: ['В канале пишет только его владелец', 'Only the owner posts in this channel'],
  empty_private: ['Здесь пока пусто. Нажмите «Запустить», и бот ответит.', 'Nothing here yet. Press Start and the bot will answer.'],
  empty_group: ['Здесь пока пусто. Карточки и ответы появятся тут.', 'Nothing here yet. Cards and answers will appear here.'],

  // messages
  messages: ['Сообщения', 'Messages'],
  message: ['Сообщение', 'Message'],
  earlier: ['Показать раньше', 'Show earlier'],
  to_newest: ['К последнему сообщению', 'To the newest message'],
  new_messages: ['новых: {n}', '{n} new'],
  message_actions: ['Что сделать с сообщением', 'Message actions'],
  edited: ['изменено', 'edited'],
  forwarded: ['Переслано', 'Forwarded'],
  in_reply_to: ['В ответ на:', 'In reply to:'],
  deleted_message: ['Сообщение удалено', 'Deleted message'],
  spoiler: ['Скрытый текст, показать', 'Hidden text, show'],
  buttons: ['Кнопки под сообщением', 'Buttons of this message'],
  photo: ['Фото', 'Photo'],
  photo_of: ['Фото {n} из {all}', 'Photo {n} of {all}'],
  enlarge: ['Фото {n} из {all}, увеличить', 'Photo {n} of {all}, enlarge'],
  previous: ['Назад', 'Back'],
  next: ['Дальше', 'Next'],
  voice: ['Голосовое сообщение', 'Voice message'],
  voice_of: ['Голосовое сообщение, секунд: {n}', 'Voice message, {n} seconds'],
  file: ['Файл', 'File'],
  contact: ['Контакт', 'Contact'],
  sticker: ['Стикер', 'Sticker'],
  sticker_of: ['Стикер {emoji}', 'Sticker {emoji}'],
  near: ['{name}, {km} км', '{name}, {km} km away'],
  nowhere_near: ['Рядом ничего знакомого', 'Nothing known nearby'],
  reply: ['Ответить', 'Reply'],
  edit: ['Изменить', 'Edit'],
  forward: ['Переслать', 'Forward'],
  forward_to: ['Кому переслать', 'Forward to'],
  copy: ['Копировать', 'Copy'],
  copied: ['Скопировано', 'Copied'],
  copy_by_hand: ['Скопируйте отсюда', 'Copy it from here'],

  // writing
  write: ['Написать', 'Write'],
  your_reply: ['Ваш ответ', 'Your reply'],
  send: ['Отправить', 'Send'],
  attach: ['Приложить', 'Attach'],
  commands: ['Команды бота', 'Bot commands'],
  record_voice: ['Записать голосовое', 'Record a voice message'],
  recording: ['Идёт запись', 'Recording'],
  no_microphone: ['Микрофона нет, отправляю гудок', 'No microphone, sending a beep instead'],
  reply_keyboard: ['Кнопки бота', 'Bot keyboard'],
  show_keyboard: ['Показать кнопки бота', 'Show the bot’s keyboard'],
  hide_keyboard: ['Убрать кнопки бота', 'Hide the bot’s keyboard'],
  reply_to: ['В ответ:', 'Reply to'],
  editing: ['Правка сообщения', 'Edit message'],
  start: ['Запустить', 'Start'],
  block_bot: ['Заблокировать бота', 'Block the bot'],
  block_text: ['Бот больше не сможет писать этому человеку. Вернуть его можно в любой момент.', 'The bot will not be able to write to this person. You can unblock it at any time.'],
  block: ['Заблокировать', 'Block'],
  unblock: ['Разблокировать бота', 'Unblock the bot'],
  photos: ['Фото из файлов', 'Photos from files'],
  sample_photo: ['Нарисованное фото', 'Sample photo'],
  send_photos: ['Отправить фото', 'Send photos'],
  photos_chosen: ['Выбранные фото', 'Chosen photos'],
  photos_count: ['Фото: {n}', 'Photos: {n}'],
  album_full: ['В альбом помещается {n} фото', 'An album holds {n} photos'],
  add_files: ['Из файлов', 'From files'],
  add_sample: ['Нарисовать', 'Draw one'],
  remove_photo: ['Убрать фото {n}', 'Remove photo {n}'],
  caption: ['Подпись', 'Caption'],
  place: ['Место', 'Place'],
  choose_place: ['Выберите место', 'Choose a place'],
  send_place: ['Отправить место', 'Send place'],
  map_hint: ['Схема области. Стрелки двигают метку, с Shift быстрее', 'Map of the region. Arrow keys move the pin, with Shift faster'],
  go_to: ['Перейти к', 'Go to'],
  latitude: ['Широта', 'Latitude'],
  longitude: ['Долгота', 'Longitude'],
  my_contact: ['Мой контакт', 'My contact'],
  share_contact: ['Поделиться номером?', 'Share your number?'],
  share_contact_text: ['Бот получит придуманный номер {phone}.', 'The bot will get the made-up number {phone}.'],
  share: ['Поделиться', 'Share'],
  link: ['Ссылка', 'Link'],
  open_link: ['Открыть ссылку…', 'Open a link…'],
  open_link_text: ['Откроет {name}: например, приглашение, которое прислали иначе.', 'It opens as {name}: an invitation that came some other way, for instance.'],
  not_our_link: ['Это не ссылка на @{bot}', 'This is not a link to @{bot}'],

  // the log
  log: ['Вызовы', 'Calls'],
  handles: ['Управление', 'Controls'],
  calls: ['Вызовы Bot API', 'Bot API calls'],
  filter: ['Поиск', 'Search'],
  filter_hint: ['метод, чат или слова', 'method, chat or words'],
  only_bad: ['только ошибки', 'errors only'],
  show_polls: ['с getUpdates', 'with getUpdates'],
  log_clean: ['Telegram принял бы все эти запросы.', 'Telegram would accept all of these requests.'],
  log_problems: ['Telegram отверг бы: {n}. Такие запросы отмечены красным.', 'Telegram would refuse {n}. Those requests are marked red.'],
  problem: ['брак', 'bad'],
  params: ['Запрос', 'Request'],
  result: ['Ответ', 'Answer'],

  // the handles
  clock: ['Часы', 'Clock'],
  plus_hour: ['+1 час', '+1 hour'],
  plus_day: ['+1 день', '+1 day'],
  tomorrow_nine: ['завтра, 9:00', 'tomorrow, 9:00'],
  set_clock: ['Другое время', 'Another time'],
  faults: ['Неполадки', 'Faults'],
  faults_text: ['Следующие вызовы бота пойдут не так.', 'The next calls of the bot will go wrong.'],
  fault: ['Что случится', 'What happens'],
  fault_429: ['429: слишком часто', '429: too many requests'],
  fault_403: ['403: бот заблокирован', '403: the bot is blocked'],
  fault_409: ['409: второй бот с тем же токеном', '409: a second bot on the token'],
  fault_500: ['500: сбой у Telegram', '500: Telegram is down'],
  fault_slow: ['медленный ответ', 'slow answer'],
  'fault_cut-before': ['обрыв до выполнения', 'cut before it took effect'],
  'fault_cut-after': ['обрыв после выполнения', 'cut after it took effect'],
  fault_garbage: ['ответ не JSON', 'answer is not JSON'],
  fault_odd: ['выполнено, но ответ странный', 'done, but with an odd answer'],
  fault_twice: ['обновление приходит дважды', 'an update comes twice'],
  method: ['Метод', 'Method'],
  chat: ['Чат', 'Chat'],
  any_chat: ['любой', 'any'],
  times: ['Сколько раз', 'How many times'],
  seconds: ['Секунд', 'Seconds'],
  set_fault: ['Устроить', 'Arrange'],
  fault_set: ['Готово: неполадка ждёт своего вызова', 'Done: the fault waits for its call'],
  new_person: ['Новый человек', 'New person'],
  name: ['Имя', 'Name'],
  username: ['Имя пользователя', 'Username'],
  client_language: ['Язык приложения', 'Language of the client'],
  person_added: ['{name} теперь в списке людей', '{name} is in the list of people now'],
  new_group: ['Новая группа', 'New group'],
  new_group_text: ['Группа с ботом: общий чат модераторов или района.', 'A group with the bot: a chat for moderators or a district.'],
  title: ['Название', 'Title'],
  who_is_in: ['Кто в ней', 'Who is in it'],
  with_topics: ['с темами', 'with topics'],
  group_added: ['Группа «{name}» создана', 'Group “{name}” is there'],
};

// Forms for [one, few, many] in Russian, [one, other] in English.
const PLURALS = {
  members: { ru: { one: '{n} участник', few: '{n} участника', many: '{n} участников' }, en: { one: '{n} member', other: '{n} members' } },
};

let current = 'en';

/** chooseLanguage takes what was asked for, else what the browser prefers. */
export function chooseLanguage(asked) {
  const wanted = asked || navigator.language || 'en';
  current = wanted.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

export function language() {
  return current;
}

export function otherLanguage() {
  return current === 'ru' ? { code: 'en', name: 'English' } : { code: 'ru', name: 'Русский' };
}

/** t gives the words for a key in the page's language; an unknown key is a bug and shows itself. */
export function t(key, args = {}) {
  const words = WORDS[key]?.[current === 'ru' ? 0 : 1] ?? `⟨${key}⟩`;
  return fill(words, args);
}

export function plural(key, n) {
  const form = new Intl.PluralRules(current).select(n);
  return fill(PLURALS[key][current][form], { n });
}

function fill(words, args) {
  return words.replace(/\{(\w+)\}/g, (_, name) => args[name] ?? '');
}
